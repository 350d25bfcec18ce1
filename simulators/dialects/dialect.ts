/**
 * How one family of CAPIF core functions is provisioned and addressed, where that differs from TS 29.222.
 *
 * Our nodes speak TS 29.222 to the letter; what a dialect holds is only what has to be said, or put up with, otherwise. A node takes its
 * dialect from its options and asks it at the point where the difference is, so that the procedures stay readable.
 */
import type { ConnectOptions } from '../wire/types.ts';

/** The families that are known. */
export const DIALECT_NAMES = ['ts29222', 'opencapif', 'capifcore'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/**
 * One thing that the CCF does against the specification and that a node put up with in order to go on. It is a finding of its own, so
 * whoever uses a dialect is told of each: see {@link ToleranceSink}.
 */
export interface Deviation {
  /** Stable, for machines: `notification-by-put`. */
  readonly id: string;
  /** What the CCF does, and what our node did about it; for its maintainers. */
  readonly statement: string;
  /** What says otherwise. */
  readonly clause: string;
}

/** Told of each deviation, and of the connection on which it was met, at the moment when a node proceeds in spite of it. */
export type ToleranceSink = (deviation: Deviation, connection: string | undefined) => void;

/** What a node has in hand when it asks to be let in. */
export interface Applicant {
  /** What the operator was told for this purpose: the onboarding credential, or `regSec`. Undefined where the dialect needs none. */
  readonly credential: string | undefined;
  /** What the dialect's own services want, by the names of {@link Provision.needs}. Secrets among it. */
  readonly provider: Readonly<Record<string, string>>;
  /** How the dialect's own services are reached; label and observer make them evidence like any other. */
  readonly via: Pick<ConnectOptions, 'trust' | 'verify' | 'timeoutMs' | 'headers' | 'observer' | 'label'>;
}

/** Provisioning: what comes before the first CAPIF message. */
export interface Provision {
  /** The keys of `identity.provider` without which it cannot be done, each with an example. */
  readonly needs: Readonly<Record<string, string>>;
  /** Whether a credential of the operator's is shown at onboarding and registration, as TS 33.122 6.1 has it. */
  readonly credential: 'configured' | 'obtained' | 'not-asked-for';
  /**
   * What to show at onboarding (Bearer) and at registration (Bearer and `regSec`). Asked anew each time.
   * @throws WireError when a service of the dialect's cannot be reached, {@link NotAdmitted} when it refuses.
   */
  readonly admit: (applicant: Applicant) => Promise<string>;
}

/** Onboarding of an API invoker, registration of a provider domain. */
export interface Onboard {
  /** The kind of keys that it certifies, which the specification leaves open. Default: any. */
  readonly keys?: 'P-256' | 'P-384' | 'RSA-2048' | undefined;
  /** It issues no certificates: our nodes go without, and an AEF makes its own. */
  readonly withoutCertificates?: Deviation | undefined;
  /** It updates a profile only when the body repeats the API invoker ID of the path. */
  readonly idInProfile?: Deviation | undefined;
}

/** Security contexts. */
export interface Secure {
  /** It may fail when an AEF asks for less than all that it holds of an API invoker: then all is asked for. */
  readonly onlyAsAWhole?: Deviation | undefined;
}

/** Event subscriptions. */
export interface Subscribe {
  /** The method by which it notifies, where that isn't POST. */
  readonly notifiesBy?: { readonly method: 'PUT'; readonly deviation: Deviation } | undefined;
}

/** Access tokens. */
export interface Token {
  /** It gives the AEF nothing to verify tokens by; they verify by the key of the certificate that it shows in TLS. */
  readonly verifiedByCertificate?: Deviation | undefined;
  /** The status of an answer with a token, where that isn't 200. */
  readonly status?: { readonly code: number; readonly deviation: Deviation } | undefined;
}

export interface Dialect {
  readonly name: DialectName;
  readonly provision: Provision;
  readonly onboard: Onboard;
  readonly secure: Secure;
  readonly subscribe: Subscribe;
  readonly token: Token;
}

/** Thrown when a service of the dialect's own does not let a node in. The message never holds a credential. */
export class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';
}
