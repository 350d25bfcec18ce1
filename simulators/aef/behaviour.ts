/**
 * The few things in which an AEF may differ from the conformant one. Faults and variants are made by changing one of them; the
 * procedures know nothing of either.
 */
import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { PeerAuthentication } from '../wire/facts.ts';
import type { ListenOptions, ServerConnection } from '../wire/types.ts';
import { type Caller, keyOfPskIdentity } from './callers.ts';
import type { AefNode } from './node.ts';
import { OFFBOARDING, type OffboardingStep } from './offboarding.ts';
import { pull } from './pull.ts';

export interface AefBehaviour {
  readonly tls: TlsBehaviour;
  readonly access: AccessBehaviour;
  readonly notification: NotificationBehaviour;
  /** What an authentic notification of an offboarding sets in motion, first to last. */
  readonly offboarding: readonly OffboardingStep[];
  readonly form: FormBehaviour;
}

export interface TlsBehaviour {
  /** For the service API and the notification port alike. */
  readonly listener: Pick<ListenOptions, 'minVersion' | 'maxVersion' | 'resumption' | 'http2'>;
  /** Ends a connection right after its handshake when its certificate names an offboarded API invoker; undefined: it may ask. */
  readonly turnAway: ((connection: ServerConnection) => void) | undefined;
  /** Ends connections of the service API that were idle for so long, in ms; undefined: never. */
  readonly idleMs: number | undefined;
}

export interface AccessBehaviour {
  /** Which of the methods wished for it can offer. */
  readonly methods: (wished: readonly KnownSecurityMethod[]) => readonly KnownSecurityMethod[];
  /** Asks about a caller that isn't known here; what that brought is in the trust store when it resolves. */
  readonly lookUp: (node: AefNode, apiInvokerId: string) => Promise<unknown>;
  /** The key for a TLS-PSK identity; undefined refuses it. */
  readonly pskKey: (node: AefNode, identity: string) => Buffer | undefined;
  /** Who is served on this connection though nobody trusted is behind the request. */
  readonly admits: (node: AefNode, connection: ServerConnection) => Caller | undefined;
  /** What a caller that is not recognised gets. */
  readonly refusalStatus: 401 | 403 | 404;
}

/** Who sent a notification, by TLS. */
export interface Notifier {
  readonly peer: PeerAuthentication;
  /** It is the CAPIF core function: verified, and by its name. */
  readonly genuine: boolean;
}

export interface NotificationBehaviour {
  readonly acceptsFrom: (notifier: Notifier) => boolean;
}

export interface FormBehaviour {
  /** Last touch to every answer, to API invokers and to the CCF. */
  readonly answer: (response: Response, connection: ServerConnection) => Response | Promise<Response>;
}

/** An AEF to the letter. */
export const CONFORMANT: AefBehaviour = {
  tls: { listener: {}, turnAway: undefined, idleMs: undefined },
  access: {
    methods: (wished) => wished,
    lookUp: pull,
    pskKey: keyOfPskIdentity,
    admits: () => undefined,
    refusalStatus: 401,
  },
  notification: { acceptsFrom: ({ genuine }) => genuine },
  offboarding: OFFBOARDING,
  form: { answer: (response) => response },
};
