/** The service API (CAPIF-2e): one resource on one TLS port, for TLS-PSK, client certificates and access tokens alike. */
import type { RequestHandler } from 'msw';
import { http } from 'msw/core/http';
import { CheckAuthenticationReq, type CheckAuthenticationRsp } from '../capif/aef-security.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import { problem } from '../capif/problem.ts';
import { helloPath } from '../capif/service-api.ts';
import { type ConnectionId, WireError } from '../wire/facts.ts';
import { IdleWatch } from '../wire/idle-watch.ts';
import { listen } from '../wire/tls-server.ts';
import type { Listener, ServerConnection } from '../wire/types.ts';
import { authenticate, type Caller, formerInvokerOn, peerOfHandshake } from './callers.ts';
import { answering, connectionOfRequest } from './connection.ts';
import type { AefNode } from './node.ts';
import { pull } from './pull.ts';

/** How long a client that was turned away may take to close its own end. */
const TURNED_AWAY_BOUND_MS = 1000;

/** Serves the API, on a port of its own. */
export function serveApi(node: AefNode): Promise<Listener> {
  const { options, registration, callers, methods } = node;
  const idle = new IdleWatch(() => node.behaviour.tls.idleMs);
  const answer = answering(node, [helloHandler(node), initiationHandler(node)]);
  const turnedAway = new Set<ConnectionId>();
  return listen({
    host: options.host ?? '127.0.0.1',
    port: options.ports,
    label: `${options.label}: service API`,
    ...node.behaviour.tls.listener,
    identity: registration.aef.identity,
    trust: [options.ccfTrust].flat(),
    // Those with a token come without a certificate, and those with a CA of their own are verified by what the CCF says of them.
    clientCertificate: 'optional',
    ...(methods.includes('PSK') && { psk: (identity: string) => node.behaviour.access.pskKey(node, identity) }),
    onConnection(connection) {
      void idle.used(connection);
      bindByHandshake(node, connection);
      const { turnAway } = node.behaviour.tls;
      if (turnAway === undefined || formerInvokerOn(node, connection) === undefined) return;
      turnedAway.add(connection.connection);
      turnAway(connection);
    },
    async answer(request, connection) {
      if (turnedAway.has(connection.connection)) {
        // Its request was under way already. To drop the connection at once would cut off the alert or close_notify.
        await callers.gone(connection, TURNED_AWAY_BOUND_MS);
        return Response.error();
      }
      connection.afterAnswer(() => void idle.used(connection));
      return await answer(request, connection);
    },
    observer(event) {
      callers.observe(event);
      options.observer?.(event);
    },
  });
}

/** A handshake that proves whose connection it is counts at once, even if no request follows. */
function bindByHandshake(node: AefNode, connection: ServerConnection): void {
  const apiInvokerId = peerOfHandshake(node, connection);
  if (apiInvokerId !== undefined) node.callers.bind(connection, apiInvokerId);
}

/**
 * Authentication Initiation Request (TS 33.122 6.5.2.1): brings what is held of the invoker up to date, so that its TLS-PSK handshake,
 * which cannot wait for the CCF, finds the AEFPSK.
 */
function initiationHandler(node: AefNode): RequestHandler {
  return http.post(`*${paths.checkAuthentication()}`, async ({ request }) => {
    const asked = await initiationOf(request);
    if (asked === undefined)
      return problem(400, `not a CheckAuthenticationReq as ${JSON_TYPE} (TS 29.222, AEF_Security_API)`);
    try {
      await pull(node, asked.apiInvokerId);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return problem(503, `the CAPIF core function cannot be asked who calls: ${error.message}`);
    }
    if (node.trust.get(asked.apiInvokerId) === undefined) {
      return problem(404, 'the CAPIF core function knows no security context of this API invoker for this AEF');
    }
    const answer: CheckAuthenticationRsp = { supportedFeatures: '0' };
    return Response.json(answer);
  });
}

async function initiationOf(request: Request): Promise<CheckAuthenticationReq | undefined> {
  try {
    return CheckAuthenticationReq.safeParse(await request.json()).data;
  } catch {
    return undefined;
  }
}

/** Greets the invoker by its ID; refuses everybody who isn't a trusted one, 503 when the CCF can't be asked who is. */
function helloHandler(node: AefNode): RequestHandler {
  return http.get(`*${helloPath(node)}`, async ({ request }) => {
    const connection = connectionOfRequest();
    try {
      const caller = await callerOf(node, request, connection);
      if (caller === undefined) {
        const { refusalStatus } = node.behaviour.access;
        return problem(
          refusalStatus,
          'not an API invoker that is trusted here: no valid AEFPSK, certificate or access token',
        );
      }
      node.callers.bind(connection, caller.apiInvokerId);
      return Response.json({ hello: caller.apiInvokerId, ...caller, aefId: node.registration.aef.id });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return problem(503, `the CAPIF core function cannot be asked who calls: ${error.message}`);
    }
  });
}

async function callerOf(node: AefNode, request: Request, connection: ServerConnection): Promise<Caller | undefined> {
  const caller = await authenticate(node, request, connection);
  // Asked once more, for the invoker may have been offboarded while its credential was being verified.
  const trusted = caller !== undefined && node.trust.get(caller.apiInvokerId) !== undefined;
  return trusted ? caller : node.behaviour.access.admits(node, connection);
}
