/** The TLS sessions of an API invoker with its CCF. */
import { parseApiRoot } from '../capif/api-root.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import { connect } from '../wire/tls-client.ts';
import type { ClientSession, ConnectOptions, HttpRequestOptions } from '../wire/types.ts';
import { dialectOf, type InvokerNode, needed } from './options.ts';

/** What a caller may decide about one session. */
export type SessionOptions = Partial<
  Pick<ConnectOptions, 'label' | 'minVersion' | 'maxVersion' | 'tickets' | 'resume' | 'alpn' | 'timeoutMs'>
>;

/**
 * Opens a mutually authenticated TLS session on CAPIF-1e (TS 33.122 6.3.1; clause 6.8 step 0). With a CCF that issues no certificates
 * the invoker shows none.
 * @throws WireError when it does not come about.
 */
export async function openSession(node: InvokerNode, wished: SessionOptions = {}): Promise<ClientSession> {
  const { options, state } = node;
  const { certificate } = state.held;
  const identity = dialectOf(node).onboard.withoutCertificates
    ? certificate
    : needed(node, certificate, 'API invoker certificate', 'onboard()');
  return await dial(options.apiRoot, node, { label: `${options.label}: CAPIF-1e`, ...wished, identity });
}

/**
 * Opens a session in which the CCF alone is authenticated: there is no certificate before onboarding (TS 33.122 6.1), unless the operator
 * gave one for this purpose.
 * @throws WireError when it does not come about.
 */
export async function openOnboardingSession(node: InvokerNode): Promise<ClientSession> {
  const { onboardingRoot, apiRoot, label, onboardingIdentity: identity } = node.options;
  return await dial(onboardingRoot ?? apiRoot, node, { label: `${label}: onboarding`, identity });
}

/**
 * Opens a session with CAPIF-1e in which the invoker shows no certificate, be it because it has deleted that.
 * @throws WireError when it does not come about.
 */
export async function openAnonymousSession(node: InvokerNode, wished: SessionOptions = {}): Promise<ClientSession> {
  return await dial(node.options.apiRoot, node, { label: `${node.options.label}: CAPIF-1e`, ...wished });
}

type Dialled = Partial<ConnectOptions> & { readonly label: string };

function dial(root: string, { options, behaviour, state }: InvokerNode, wished: Dialled): Promise<ClientSession> {
  const when = state.held.identity === undefined ? 'before onboarding' : 'once onboarded';
  const { host, port, tls } = parseApiRoot(root);
  const { minVersion, maxVersion, alpn, servername, timeoutMs, headers, observer, trust, verify = 'host' } = options;
  return connect({
    ...(minVersion && { minVersion }),
    ...(maxVersion && { maxVersion }),
    ...(alpn && { alpn }),
    ...(servername && { servername }),
    ...(timeoutMs && { timeoutMs }),
    headers,
    observer,
    trust: [trust].flat(),
    verify: behaviour.tls.verifiesCcf.includes(when) ? verify : 'nothing',
    ...wished,
    ...behaviour.tls.sessions,
    host,
    port,
    tls,
  });
}

/** One request, within the invoker's bound. */
export function send(
  { options: { timeoutMs } }: InvokerNode,
  session: Requesting,
  request: HttpRequestOptions,
): Promise<HttpExchange> {
  return session.request({ ...(timeoutMs && { timeoutMs }), ...request });
}

/** Uses the session given, or one of its own that it closes afterwards. */
export async function withSession<Result, Given extends Requesting = ClientSession>(
  given: Given | undefined,
  open: () => Promise<ClientSession>,
  use: (session: Given | ClientSession) => Promise<Result>,
): Promise<Result> {
  if (given !== undefined) return await use(given);
  const own = await open();
  try {
    return await use(own);
  } finally {
    await own.close();
  }
}
