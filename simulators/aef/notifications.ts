/** Event notifications of the CCF on CAPIF-3 (TS 29.222 5.4.2.4). */
import type { RequestHandler } from 'msw';
import { http } from 'msw/core/http';
import { EventNotification } from '../capif/events.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { problem } from '../capif/problem.ts';
import { createAuthority } from '../pki/authority.ts';
import { commonName } from '../pki/certificates.ts';
import { generateKeyPair } from '../pki/keys.ts';
import { randomId } from '../wire/dice.ts';
import { listen } from '../wire/tls-server.ts';
import type { Listener, ServerConnection, TlsIdentity } from '../wire/types.ts';
import { answering, connectionOfRequest } from './connection.ts';
import type { AefNode } from './node.ts';
import { type Offboarding, offboard } from './offboarding.ts';
import { dialectOf, keysOf } from './options.ts';

export interface NotificationEndpoint {
  /** Path that only the CCF is told. */
  readonly path: string;
  /** Listens, on the port given or one of those that the AEF may use. */
  open(port?: number): Promise<Listener>;
}

/** Label of the listener's connections in the evidence. */
export function notificationLabel(label: string): string {
  return `${label}: CAPIF-3`;
}

/** Where this AEF takes notifications; opens nothing yet. */
export async function createNotificationEndpoint(node: AefNode, serviceApi: Listener): Promise<NotificationEndpoint> {
  const { options, registration } = node;
  const path = `/notifications/${randomId('')}`;
  const secured = options.capif3 !== 'nds-ip';
  const identity = options.impostor ? await foreignIdentity(node) : registration.aef.identity;
  return {
    path,
    open: (port) =>
      listen({
        host: options.host ?? '127.0.0.1',
        port: port ?? options.ports,
        label: notificationLabel(options.label),
        ...node.behaviour.tls.listener,
        // Whoever is asked over HTTP/2 may notify over it.
        ...(options.alpn?.includes('h2') && { http2: true }),
        ...(secured && { identity, trust: [options.ccfTrust].flat(), clientCertificate: 'optional' as const }),
        answer: answering(node, [notificationHandler(node, serviceApi, path)]),
        observer: options.observer,
      }),
  };
}

/** The AEF's name on a certificate of somebody else's CA: what an impostor would show. */
async function foreignIdentity({ options, registration }: AefNode): Promise<TlsIdentity> {
  const { publicKey, privateKey } = await generateKeyPair(keysOf(options));
  options.onSecret?.('private key of the impostor', privateKey);
  const authority = await createAuthority('CA that CAPIF does not know');
  const hosts = [...new Set([options.advertise ?? options.host ?? '127.0.0.1', options.host ?? '127.0.0.1'])];
  const { certificate } = await authority.issue({ publicKey, commonName: registration.aef.id, hosts });
  return { certificate, key: privateKey };
}

function notificationHandler(node: AefNode, serviceApi: Listener, path: string): RequestHandler {
  const otherwise = dialectOf(node.options).subscribe.notifiesBy;
  return http[otherwise ? 'put' : 'post'](`*${path}`, async ({ request }) => {
    const acknowledgement = node.options.notificationStatus?.() ?? 204;
    if (acknowledgement < 200 || acknowledgement > 299) {
      return problem(acknowledgement, 'the AEF cannot attend to notifications now; try again');
    }
    const connection = connectionOfRequest();
    if (!isAccepted(node, connection)) {
      return problem(403, 'notifications are taken from the CAPIF core function alone, by its certificate');
    }
    const notification = await read(request);
    if (notification instanceof Response) return notification;
    if (otherwise) node.options.onTolerated?.(otherwise.deviation, connection.connection);
    return await attend({ node, serviceApi, notifier: connection, acknowledgement }, notification);
  });
}

/** Under NDS/IP the network answers for the sender. */
function isAccepted(node: AefNode, connection: ServerConnection): boolean {
  if (node.options.capif3 === 'nds-ip') return true;
  const peer = connection.facts?.peer ?? { by: 'nothing' as const };
  return node.behaviour.notification.acceptsFrom({ peer, genuine: isCcf(node, connection) });
}

/**
 * TS 33.122 6.6: the CCF authenticates itself. A certificate of the CAPIF CA isn't enough, for API invokers have one too: it must bear
 * the name under which the CCF serves.
 */
function isCcf({ options, registration }: AefNode, { facts, peerCertificate }: ServerConnection): boolean {
  if (facts?.peer.by !== 'certificate' || !facts.peer.verified || peerCertificate === undefined) return false;
  if (options.notifier === 'verified') return true;
  return registration.ccfName !== undefined && commonName(peerCertificate) === registration.ccfName;
}

/** The notification, or the refusal of what is none. */
async function read(request: Request): Promise<EventNotification | Response> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== JSON_TYPE) return problem(415, `a notification is ${JSON_TYPE}, this is ${type ?? 'without a type'}`);
  try {
    return EventNotification.parse(await request.json());
  } catch {
    return problem(400, 'not an EventNotification (TS 29.222 8.3.4.2.3)', 'INVALID_MSG_FORMAT');
  }
}

async function attend(
  offboarding: Omit<Offboarding, 'apiInvokerId'>,
  { events, eventDetail }: EventNotification,
): Promise<Response> {
  const done = new Response(null, { status: offboarding.acknowledgement });
  if (events !== 'API_INVOKER_OFFBOARDED') return done;
  const named = eventDetail?.apiInvokerIds;
  if (named === undefined) {
    return problem(
      400,
      'eventDetail.apiInvokerIds: absent, so nobody is known to be offboarded',
      'MANDATORY_IE_MISSING',
    );
  }
  const answers = await Promise.all(named.map((apiInvokerId) => offboard({ ...offboarding, apiInvokerId })));
  return answers[0] ?? done;
}
