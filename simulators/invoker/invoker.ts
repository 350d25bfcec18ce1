/** A simulated API invoker: one method for each CAPIF procedure that it takes part in. */
import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceApi } from '../capif/service-api.ts';
import type { FaultSwitch } from '../conduct/conduct.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import type { ClientSession, TlsIdentity } from '../wire/types.ts';
import { type ActedAgain, actAgain } from './act-again.ts';
import { succeeded } from './answers.ts';
import { discover, modifyProfile, replaceProfile, requestToken, type TokenCredentials } from './capif-1e.ts';
import { conductOf } from './conduct-of.ts';
import { subscribeForAMoment } from './events.ts';
import type { InvokerFault } from './faults.ts';
import { offboard } from './offboarding.ts';
import { onboard } from './onboarding.ts';
import type { InvokerNode, InvokerOptions } from './options.ts';
import { type SecuringSession, secureWith } from './security-context.ts';
import { initiateAuthentication, invoke, openServiceSession } from './service-api.ts';
import { openSession, type SessionOptions } from './sessions.ts';
import { type InvokerCredentials, InvokerState } from './state.ts';
import { CredentialFiles } from './storage.ts';

export type { ActedAgain } from './act-again.ts';
export { type InvokerOptions, MissingCredential, UnusableCertificate } from './options.ts';
export type { SessionOptions } from './sessions.ts';
export type { AssignedIdentity, InvokerCredentials, SecuredApi } from './state.ts';

/**
 * An API invoker. Where a method takes a session it uses that and leaves it open; otherwise it opens one of its own and closes it.
 *
 * No method throws for an HTTP status or an exchange that fails: both are in the exchange. All throw `WireError` when a session of
 * their own does not come about, and `MissingCredential` when they need what the invoker doesn't hold (yet, or any more).
 */
export interface ApiInvoker {
  readonly label: string;
  /** What it does wrong, which can be changed at any time. */
  readonly faults: FaultSwitch<InvokerFault>;
  /** Undefined before onboarding and after offboarding. */
  readonly apiInvokerId: string | undefined;
  readonly onboardingId: string | undefined;
  /** Path of its resource at the CCF. */
  readonly resource: string | undefined;
  /** Onboards with a fresh key pair, over TLS in which the CCF alone is authenticated; a 201 is taken up. */
  onboard(): Promise<HttpExchange>;
  /** Opens a mutually authenticated TLS session with the CCF; the caller closes it. */
  openSession(options?: SessionOptions): Promise<ClientSession>;
  discover(session?: Requesting): Promise<HttpExchange>;
  /** Discovery on behalf of somebody else: its own certificate, another's ID. */
  discoverAs(apiInvokerId: string): Promise<HttpExchange>;
  /** Subscribes to new service APIs, and takes the subscription back at once where there is one. */
  subscribeForAMoment(session?: Requesting): Promise<HttpExchange>;
  /** PATCH of the profile. */
  modifyProfile(session?: Requesting): Promise<HttpExchange>;
  /** PUT of the profile. */
  replaceProfile(session?: Requesting): Promise<HttpExchange>;
  /** Puts the security context, for one service API or several at once; derives AEFPSKs if the method is PSK. */
  secureWith(
    method: KnownSecurityMethod,
    api: ServiceApi | readonly ServiceApi[],
    session?: SecuringSession,
  ): Promise<HttpExchange>;
  /** Replaces the security context that is there, as {@link ApiInvoker.secureWith} makes one. */
  updateSecurityContext(method: KnownSecurityMethod, api: ServiceApi): Promise<HttpExchange>;
  /** Asks for an access token for the APIs of an OAUTH security context. */
  requestToken(options: TokenCredentials, session?: Requesting): Promise<HttpExchange>;
  /** Asks the AEF to get ready to authenticate this invoker; what it answers changes nothing here. */
  initiateAuthentication(api: ServiceApi): Promise<HttpExchange>;
  /** Calls the service API. */
  invoke(method: KnownSecurityMethod, api: ServiceApi, session?: ClientSession): Promise<HttpExchange>;
  /** Opens a TLS session with the AEF; the caller closes it. */
  openServiceSession(method: KnownSecurityMethod, api: ServiceApi, options?: SessionOptions): Promise<ClientSession>;
  /** The invoker's side of clause 6.8. On success it has forgotten everything when this resolves. */
  offboard(session?: ClientSession): Promise<HttpExchange>;
  /**
   * What the invoker does when its owner asks it to call the service API once more: it does so if it holds what that takes. After
   * offboarding a conformant one has nothing to present, and says so.
   */
  actAgain(method: KnownSecurityMethod, api: ServiceApi): Promise<ActedAgain>;
  /** Takes up the certificate that another invoker with its credentials was given since. */
  renew(certificate: TlsIdentity): void;
  /** A copy of the credentials held now; another invoker created with it can ask what they are still worth. */
  snapshot(): InvokerCredentials;
}

/** How long an invoker waits for the CCF to tear down the session of a successful offboarding (step 6) before it closes itself. */
const TEARDOWN_BOUND_MS = 1000;

/** Creates an API invoker that nobody knows yet (unless `options.credentials` are given). Opens nothing; with `options.storage` it makes the folder hold what it holds. */
export function createInvoker(options: InvokerOptions): ApiInvoker {
  const conduct = conductOf(options);
  const files =
    options.storage === undefined
      ? undefined
      : new CredentialFiles(options.storage, (held) => conduct.behaviour.strayFiles(held));
  const state = new InvokerState(options.credentials, (held) => files?.save(held));
  const node: InvokerNode = {
    options,
    state,
    get behaviour() {
      return conduct.behaviour;
    },
  };
  return {
    label: options.label,
    faults: conduct,
    get apiInvokerId() {
      return node.state.held.identity?.apiInvokerId;
    },
    get onboardingId() {
      return node.state.held.identity?.onboardingId;
    },
    get resource() {
      return node.state.held.identity?.resource;
    },
    onboard: () => onboard(node),
    openSession: (wished) => openSession(node, wished),
    discover: (session) => discover(node, session),
    discoverAs: (apiInvokerId) => discover(node, undefined, apiInvokerId),
    subscribeForAMoment: (session) => subscribeForAMoment(node, session),
    modifyProfile: (session) => modifyProfile(node, session),
    replaceProfile: (session) => replaceProfile(node, session),
    secureWith: (method, api, session) => secureWith(node, method, [api].flat(), session),
    updateSecurityContext: (method, api) => secureWith(node, method, [api], undefined, 'update'),
    requestToken: (how, session) => requestToken(node, how, session),
    initiateAuthentication: (api) => initiateAuthentication(node, api),
    invoke: (method, api, session) => invoke(node, method, api, session),
    openServiceSession: (method, api, wished) => openServiceSession(node, method, api, wished),
    offboard: (session) => (session === undefined ? offboardOnOwnSession(node) : offboard(node, session)),
    actAgain: (method, api) => actAgain(node, method, api),
    renew: (certificate) => node.state.hold({ certificate }),
    snapshot: () => node.state.snapshot(),
  };
}

async function offboardOnOwnSession(node: InvokerNode): Promise<HttpExchange> {
  const session = await openSession(node);
  try {
    const exchange = await offboard(node, session);
    if (succeeded(exchange) && session.open) await session.peerEnd(TEARDOWN_BOUND_MS);
    return exchange;
  } finally {
    await session.close();
  }
}
