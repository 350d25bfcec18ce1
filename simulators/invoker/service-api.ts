/** Calling a service API at an AEF (CAPIF-2e) with each of the methods of TS 33.122 6.5.2. */
import type { z } from 'zod';
import type { CheckAuthenticationReq } from '../capif/aef-security.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { KnownSecurityMethod } from '../capif/publish.ts';
import { helloPath, type ServiceApi } from '../capif/service-api.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { connect } from '../wire/tls-client.ts';
import type { ClientSession, ConnectOptions } from '../wire/types.ts';
import { identityOf } from './capif-1e.ts';
import { type InvokerNode, needed } from './options.ts';
import { type SessionOptions, send, withSession } from './sessions.ts';

type Authentication = Pick<ConnectOptions, 'psk' | 'identity'>;

/** What the invoker authenticates itself with in the handshake, by method. */
const AUTHENTICATION: Readonly<Record<KnownSecurityMethod, (node: InvokerNode, api: ServiceApi) => Authentication>> = {
  /** 6.5.2.1: TLS-PSK with the AEFPSK. */
  PSK(node, { aefId }) {
    const key = needed(node, node.state.held.aefPsks.get(aefId), `AEFPSK for ${aefId}`, "secureWith('PSK', api)");
    return { psk: { identity: pskIdentity(node, aefId), key } };
  },
  /** 6.5.2.2: mutual TLS with the API invoker certificate. */
  PKI: (node) => ({ identity: needed(node, node.state.held.certificate, 'API invoker certificate', 'onboard()') }),
  /** 6.5.2.3: the AEF alone authenticates itself in TLS; the token goes with each request. */
  OAUTH: () => ({}),
};

/** Whether it holds what the method authenticates it with at this API. */
export function holds({ state: { held } }: InvokerNode, method: KnownSecurityMethod, { aefId }: ServiceApi): boolean {
  switch (method) {
    case 'PSK':
      return held.aefPsks.has(aefId);
    case 'PKI':
      return held.certificate !== undefined;
    case 'OAUTH':
      return held.accessToken !== undefined;
  }
}

/**
 * Opens a TLS session with the AEF.
 * @throws WireError when it does not come about, MissingCredential when the method needs what isn't held.
 */
export async function openServiceSession(
  node: InvokerNode,
  method: KnownSecurityMethod,
  api: ServiceApi,
  wished: SessionOptions = {},
): Promise<ClientSession> {
  const { sessions } = node.behaviour.tls;
  // TLS-PSK is TLS 1.2 whatever the versions for the other sessions are.
  const { minVersion: _min, maxVersion: _max, ...anyVersion } = sessions;
  const own = method === 'PSK' ? anyVersion : sessions;
  return await dial(node, method, api, { ...wished, ...own, ...AUTHENTICATION[method](node, api) });
}

/** A key that opens nothing: what is resumed needs none, and TLS only wants to know that TLS-PSK is spoken. */
const NO_KEY = { identity: 'resumption', key: Buffer.alloc(32) };

/**
 * Opens a TLS session with the AEF by resuming an old one, with nothing of what that was authenticated by.
 * @throws WireError when it does not come about.
 */
export function resumeServiceSession(
  node: InvokerNode,
  method: KnownSecurityMethod,
  api: ServiceApi,
  resume: Buffer,
): Promise<ClientSession> {
  const { alpn } = node.behaviour.tls.sessions;
  return dial(node, method, api, { ...(alpn && { alpn }), resume, ...(method === 'PSK' && { psk: NO_KEY }) });
}

function dial(
  { options }: InvokerNode,
  how: string,
  { host, port, trust: ownTrust }: ServiceApi,
  wished: Partial<ConnectOptions>,
): Promise<ClientSession> {
  const { label, trust, aefTrust = trust, aefVerify = 'host', aefServername, timeoutMs, headers, observer } = options;
  return connect({
    label: `${label}: service API (${how})`,
    ...(timeoutMs && { timeoutMs }),
    ...(aefServername && { servername: aefServername }),
    ...wished,
    host,
    port,
    trust: [aefTrust, ownTrust ?? []].flat(),
    verify: aefVerify,
    headers,
    observer,
  });
}

/**
 * Authentication Initiation Request (TS 33.122 6.5.2.1): the AEF obtains from the CCF what it authenticates the invoker by.
 * @throws WireError when no TLS session comes about, MissingCredential before onboarding.
 */
export async function initiateAuthentication(node: InvokerNode, api: ServiceApi): Promise<HttpExchange> {
  const { apiInvokerId } = identityOf(node);
  const body: z.input<typeof CheckAuthenticationReq> = { apiInvokerId, supportedFeatures: '0' };
  return await withSession(
    undefined,
    () => dial(node, 'authentication initiation', api, node.behaviour.tls.sessions),
    (open) =>
      send(node, open, {
        method: 'POST',
        path: paths.checkAuthentication(),
        headers: { 'content-type': JSON_TYPE },
        body: JSON.stringify(body),
      }),
  );
}

/**
 * Calls the service API once, on the session given or on one of its own.
 * @throws WireError when its own session does not come about, MissingCredential when the method needs what isn't held.
 */
export async function invoke(
  node: InvokerNode,
  method: KnownSecurityMethod,
  api: ServiceApi,
  session?: ClientSession,
): Promise<HttpExchange> {
  const headers = method === 'OAUTH' ? bearer(node) : {};
  return await withSession(
    session,
    () => openServiceSession(node, method, api),
    (open) => send(node, open, { method: 'GET', path: helloPath(api), headers }),
  );
}

function bearer(node: InvokerNode): Record<string, string> {
  const token = needed(node, node.state.held.accessToken, 'access token', 'requestToken()');
  return { authorization: `Bearer ${token}` };
}

function pskIdentity(node: InvokerNode, aefId: string): string {
  const template = node.options.pskIdentity ?? '{apiInvokerId}';
  return template.replaceAll('{apiInvokerId}', node.behaviour.pskName(node)).replaceAll('{aefId}', aefId);
}
