/** A simulated API exposing function, with the API publishing function that it needs. */
import { authority } from '../capif/api-root.ts';
import type { TrustedInvokerQuery } from '../capif/paths.ts';
import { SECURITY_METHODS } from '../capif/publish.ts';
import { interfaceAt, type ServiceApi } from '../capif/service-api.ts';
import type { FaultSwitch } from '../conduct/conduct.ts';
import { randomId } from '../wire/dice.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Listener, TlsIdentity } from '../wire/types.ts';
import { CallerConnections } from './caller-connections.ts';
import { linkOf } from './ccf-link.ts';
import { conductOf } from './conduct-of.ts';
import { type Remainder, takeBack } from './farewell.ts';
import type { AefFault } from './faults.ts';
import type { AefNode } from './node.ts';
import { createNotificationEndpoint, notificationLabel } from './notifications.ts';
import type { AefOptions } from './options.ts';
import { publish } from './publication.ts';
import { pull, readTrustedInvoker } from './pull.ts';
import { register } from './registration.ts';
import { serveApi } from './service-api.ts';
import { trustedIn } from './storage.ts';
import { type Subscription, subscribe } from './subscription.ts';
import { TrustStore } from './trust-store.ts';

export { CcfRefusal } from './ccf-link.ts';
export type { Remainder } from './farewell.ts';
export type { AefOptions } from './options.ts';
export type { Subscription } from './subscription.ts';

export interface Aef {
  readonly label: string;
  readonly aefId: string;
  readonly apfId: string;
  /** Its own certificate and key, as a server and towards the CCF. Secret. */
  readonly identity: TlsIdentity;
  /** What it does wrong, which can be changed while it is up. */
  readonly faults: FaultSwitch<AefFault>;
  /** The published API; what an invoker needs to call it. */
  readonly serviceApi: ServiceApi;
  /** Undefined until {@link Aef.subscribe} was accepted. */
  readonly subscription: Subscription | undefined;
  /** Where it takes notifications. */
  readonly notificationDestination: string;
  /** Label of the connections on which notifications arrive. */
  readonly notificationLabel: string;
  /** Publishes the API again; `startAef` has done so already. */
  publish(): Promise<HttpExchange>;
  /** Subscribes to API_INVOKER_OFFBOARDED. */
  subscribe(): Promise<HttpExchange>;
  /** Asks the CCF for an invoker's security context, with the AEF's certificate; keeps nothing of the answer. */
  trustedInvoker(apiInvokerId: string, query?: TrustedInvokerQuery): Promise<HttpExchange>;
  /**
   * Pulls an invoker's security information before its first call. TLS-PSK needs this, since a handshake can't wait for the CCF; with
   * the other methods an unknown caller is looked up when it calls.
   */
  prepareFor(apiInvokerId: string): Promise<HttpExchange>;
  /** A copy of the AEFPSK that it holds of an invoker. */
  aefPskOf(apiInvokerId: string): Buffer | undefined;
  /** Whether it holds security information of this invoker. */
  trusts(apiInvokerId: string): boolean;
  /** Closes the notification port: from now on the CCF is refused the connection. */
  goDown(): Promise<void>;
  /** Opens it again, same port. */
  comeUp(): Promise<void>;
  /**
   * Takes back its subscription, publication and registration as far as the CCF lets it, then closes every port and connection.
   * @param taking - `registration`: that alone, with which a CCF drops the rest. `nothing`: all stays. Default `everything`.
   * @returns What could not be taken back. Never rejects for that.
   */
  close(taking?: 'everything' | 'registration' | 'nothing'): Promise<readonly Remainder[]>;
}

/**
 * Starts an AEF: registers the provider domain, serves the API, publishes it, and opens the notification port. It does not subscribe.
 * Nothing stays open when it throws.
 * @throws WireError when the CCF can't be reached, {@link CcfRefusal} when it refuses, Error for options that leave nothing to offer.
 */
export async function startAef(options: AefOptions): Promise<Aef> {
  const host = options.advertise ?? options.host ?? '127.0.0.1';
  interfaceAt(host, 0); // before anything is opened: throws for a host that can't be published
  const conduct = conductOf(options);
  const methods = conduct.behaviour.access.methods(options.methods ?? SECURITY_METHODS);
  if (methods.length === 0) throw new Error(nothingToOffer(options));
  const registration = await register(options, [...new Set([host, options.host ?? '127.0.0.1'])]);
  const node: AefNode = {
    options,
    conduct,
    get behaviour() {
      return conduct.behaviour;
    },
    registration,
    link: linkOf(options, registration.aef.identity),
    methods,
    apiName: options.apiName ?? randomId('hello-'),
    trust: new TrustStore(options.storage === undefined ? undefined : trustedIn(options.storage)),
    callers: new CallerConnections(),
  };
  const serving = await serveApi(node);
  try {
    return await publishAndNotify(node, host, serving);
  } catch (error) {
    const [left] = await Promise.all([takeBack(options, { registration }), serving.close()]);
    for (const remainder of left) options.onRemainder?.(remainder);
    throw error;
  }
}

function nothingToOffer({ label, methods = [], variant }: AefOptions): string {
  return `AEF "${label}": of its methods [${methods.join(', ')}] the variant ${variant ?? 'none'} can offer none; add another to "methods"`;
}

async function publishAndNotify(node: AefNode, host: string, serving: Listener): Promise<Aef> {
  const { options, registration, methods, apiName } = node;
  const offer = { apiName, host, port: serving.port, methods };
  options.stop?.throwIfAborted();
  let publication = await publish(options, registration, offer);
  options.stop?.throwIfAborted();
  const endpoint = await createNotificationEndpoint(node, serving);
  let notifying: Listener | undefined = await endpoint.open();
  const { port } = notifying;
  const scheme = options.capif3 === 'nds-ip' ? 'http' : 'https';
  const destination = `${scheme}://${authority(host, port)}${endpoint.path}`;
  let subscription: Subscription | undefined;

  return {
    label: options.label,
    aefId: registration.aef.id,
    apfId: registration.apf.id,
    identity: registration.aef.identity,
    faults: node.conduct,
    serviceApi: { ...offer, apiId: publication.apiId, aefId: registration.aef.id, trust: registration.ownAuthority },
    get subscription() {
      return subscription;
    },
    notificationDestination: destination,
    notificationLabel: notificationLabel(options.label),
    async publish() {
      publication = await publish(options, registration, offer, publication);
      return publication.exchange;
    },
    async subscribe() {
      const outcome = await subscribe(options, registration, destination, node.link);
      subscription = outcome.subscription;
      return outcome.exchange;
    },
    trustedInvoker: (apiInvokerId, query = {}) => readTrustedInvoker(node, apiInvokerId, query),
    prepareFor: (apiInvokerId) => pull(node, apiInvokerId),
    aefPskOf(apiInvokerId) {
      const key = node.trust.get(apiInvokerId)?.aefPsk;
      return key && Buffer.from(key);
    },
    trusts: (apiInvokerId) => node.trust.get(apiInvokerId) !== undefined,
    async goDown() {
      await notifying?.close();
      notifying = undefined;
    },
    async comeUp() {
      notifying ??= await endpoint.open(port);
    },
    async close(taking = 'everything') {
      const presence = taking === 'everything' ? { registration, publication, subscription } : { registration };
      const left = taking === 'nothing' ? [] : await takeBack(options, presence);
      subscription = undefined;
      await Promise.all([notifying?.close(), serving.close(), node.link.close()]);
      return left;
    },
  };
}
