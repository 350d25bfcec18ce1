/** The reference CAPIF core function: conformant to the letter, over real TLS. */

import { authority } from '../capif/api-root.ts';
import type { FaultSwitch } from '../conduct/conduct.ts';
import { IdleWatch } from '../wire/idle-watch.ts';
import { listen } from '../wire/tls-server.ts';
import type { Listener, ListenOptions, TlsIdentity } from '../wire/types.ts';
import { type Answer, allRoutes, answerBy, openRoutes } from './answering.ts';
import { CONFORMANT } from './behaviour.ts';
import { createNode, type NodeOptions } from './create-node.ts';
import { CRL_PATH } from './crl.ts';
import type { CcfFault } from './faults.ts';
import { asForwarded } from './forwarded.ts';
import { identify } from './identity.ts';
import type { CcfNode, CcfTls } from './node.ts';
import { Accounts } from './opencapif/accounts.ts';
import { registerRoutes } from './opencapif/register-service.ts';
import { currentCrl } from './registrar.ts';
import type { PublishedApi, Subscription } from './state.ts';

export type { OffboardingFailure } from './directions.ts';

export interface CcfOptions extends Omit<NodeOptions, 'openCapif'> {
  /** How it is provisioned and addressed. Default `ts29222`. */
  readonly dialect?: 'ts29222' | 'opencapif' | undefined;
  /** Default 0: the system chooses. Of several, the first that is free. */
  readonly port?: number | readonly number[] | undefined;
  /**
   * URL of a proxy that terminates TLS in front of it: then it serves plain HTTP, calls itself by that URL, and believes what the proxy says of
   * the client (forwarded.ts). Nobody but the proxy may reach it. Default: TLS is its own.
   */
  readonly behindProxy?: string | undefined;
}

/** A CCF that is up. */
export interface Ccf {
  /** `https://127.0.0.1:PORT`: CAPIF-1e, CAPIF-3, CAPIF-4 and CAPIF-5. */
  readonly apiRoot: string;
  /** Where it listens itself: another place than {@link apiRoot} behind a proxy. */
  readonly address: { readonly host: string; readonly port: number };
  /** Where onboarding, registration and CRL are, if not below {@link apiRoot}. */
  readonly onboardingRoot?: string;
  /** The CA of everything CAPIF, PEM. */
  readonly trust: string;
  /** Bearer token for onboarding. Secret. */
  readonly onboardingCredential: string;
  /** `regSec` for registrations. Secret. */
  readonly registrationCredential: string;
  /** What the dialect's own services want, by the names of the target file's `identity.provider`. Secrets among it. */
  readonly provider: Readonly<Record<string, string>>;
  /** Where the CRL is, below the root of onboarding. */
  readonly crlPath: string;
  /** Its own certificate and key, as a server and as a notifier. Secret. */
  readonly identity: TlsIdentity;
  /** Shows another certificate on all its ports from now on, to whom it has seen before as well; its own {@link Ccf.identity} again when that is given. */
  show(identity: TlsIdentity): void;
  /** What it does wrong, which can be changed while it is up. */
  readonly faults: FaultSwitch<CcfFault>;
  /** Subscriptions in force, oldest first. */
  subscriptions(): readonly Subscription[];
  /** Service APIs published now, oldest first. */
  serviceApis(): readonly PublishedApi[];
  /** Whether it holds a security context of this API invoker, which an AEF that asks is then told. */
  vouchesFor(apiInvokerId: string): boolean;
  /** Stops listening and ends every connection; bounded. */
  close(): Promise<void>;
}

/** Brings a CCF up on loopback. */
export async function startCcf(options: CcfOptions = {}): Promise<Ccf> {
  const ports: { main?: Listener; onboarding?: Listener; register?: Listener } = {};
  const accounts = options.dialect === 'opencapif' ? new Accounts() : undefined;
  let closed = false;
  const tls: CcfTls = {
    apiRoot: () => options.behindProxy ?? rootOf(ports.main, options.advertise),
    sessionsOf: (fingerprints) =>
      (ports.main?.connections() ?? []).filter(({ facts }) => {
        return facts?.peer.by === 'certificate' && fingerprints.includes(facts.peer.fingerprint);
      }),
    forgetSessions: (fingerprint) => ports.main?.forgetSessions(fingerprint),
    async refreshCrl() {
      if (node.behaviour.tls.separateOnboardingPort && !closed) ports.main?.setCrls([await currentCrl(node)]);
    },
    get closed() {
      return closed;
    },
  };
  const node = await createNode({ ...options, openCapif: accounts }, tls);
  const separate = node.behaviour.tls.separateOnboardingPort;
  // A single port is that of CAPIF-1e.
  const several = typeof options.port === 'object' ? { port: options.port } : {};
  ports.main = await listen({
    ...portOptions(node, answerBy(node, allRoutes(node))),
    ...(options.behindProxy !== undefined && behindProxy(answerBy(node, allRoutes(node)))),
    ...(options.host !== undefined && { host: options.host }),
    ...(options.port !== undefined && { port: options.port }),
    label: node.label,
    clientCertificate: separate ? 'required' : 'optional',
    ...(separate && { crls: [await currentCrl(node)] }),
  });
  if (separate) {
    ports.onboarding = await listen({
      ...portOptions(node, answerBy(node, openRoutes(node))),
      ...several,
      ...(options.host !== undefined && { host: options.host }),
      label: `${node.label}: onboarding`,
    });
  }
  if (accounts !== undefined) {
    ports.register = await listen({
      ...several,
      identity: node.identity,
      observer: node.observer,
      answer: answerBy({ ...node, behaviour: CONFORMANT }, registerRoutes(node, accounts)),
      ...(options.host !== undefined && { host: options.host }),
      label: `${node.label}: register service`,
    });
  }
  return {
    apiRoot: tls.apiRoot(),
    address: { host: ports.main.host, port: ports.main.port },
    provider: accounts === undefined ? {} : toldOf(accounts, rootOf(ports.register, options.advertise)),
    ...(ports.onboarding && { onboardingRoot: rootOf(ports.onboarding, options.advertise) }),
    trust: node.authority.certificate,
    onboardingCredential: node.onboardingCredential,
    registrationCredential: node.registrationCredential,
    crlPath: CRL_PATH,
    identity: node.identity,
    show(identity) {
      for (const port of [ports.main, ports.onboarding, ports.register]) port?.setIdentity(identity);
    },
    faults: node.conduct,
    subscriptions: () => [...node.state.subscriptions.values()],
    serviceApis: () => [...node.state.serviceApis.values()],
    vouchesFor: (apiInvokerId) => [...node.state.contexts.keys()].some((id) => id === apiInvokerId),
    async close() {
      closed = true;
      await Promise.all([ports.main?.close(), ports.onboarding?.close(), ports.register?.close()]);
    },
  };
}

function toldOf({ admin, user }: Accounts, register: string): Ccf['provider'] {
  return { register, ...user, adminUsername: admin.username, adminPassword: admin.password };
}

/** What is the same on every port: TLS as the behaviour has it, and who is let in to ask. */
function portOptions(node: CcfNode, answer: Answer): Omit<ListenOptions, 'label'> {
  const idle = new IdleWatch(() => node.behaviour.tls.idleMs);
  const turnedAway = new Set<string>();
  return {
    identity: node.identity,
    trust: [node.authority.certificate],
    ...node.behaviour.tls.listener,
    observer: node.observer,
    onConnection(connection) {
      void idle.used(connection);
      if (!node.behaviour.tls.turnsAway(identify(node, connection))) return;
      turnedAway.add(connection.connection);
      connection.end();
    },
    answer(request, connection) {
      // Its request may have been under way already when the connection was ended.
      if (turnedAway.has(connection.connection)) return Promise.resolve(Response.error());
      connection.afterAnswer(() => void idle.used(connection));
      return answer(request, connection);
    },
  };
}

/** The proxy's connections are nobody's, and what is idle or turned away there is the proxy's affair. */
function behindProxy(answer: Answer): Partial<ListenOptions> {
  return {
    identity: undefined,
    onConnection: () => {},
    answer: (request, connection) => answer(request, asForwarded(request, connection)),
  };
}

function rootOf(listener: Listener | undefined, advertise: string | undefined): string {
  if (listener === undefined) throw new Error('the CAPIF core function does not listen yet');
  return `https://${authority(advertise ?? listener.host, listener.port)}`;
}
