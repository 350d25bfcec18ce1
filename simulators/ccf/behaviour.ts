/**
 * The few things in which a CCF may differ from the conformant one. Faults and variants are made by changing one of them; the
 * routes know nothing of either.
 */

import { timingSafeEqual } from 'node:crypto';
import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceSecurity } from '../capif/security.ts';
import type { Authority } from '../pki/authority.ts';
import type { PeerAuthentication } from '../wire/facts.ts';
import type { ConnectOptions, ListenOptions, ServerConnection } from '../wire/types.ts';
import { inParallelWithRetry, type Strategy } from './delivery.ts';
import type { FormerRequest, Identity } from './identity.ts';
import type { CcfNode } from './node.ts';
import type { CapifEvent, Notice } from './notification.ts';
import { OFFBOARDING, type OffboardingStep } from './offboarding.ts';
import type { Credential, Revocation, Subject, Subscription } from './state.ts';
import { JWT, type TokenForm } from './token-form.ts';
import { type Decision, decide, type OffboardingCase } from './verification.ts';

type CertifiedPeer = Extract<PeerAuthentication, { by: 'certificate' }>;

export interface CcfBehaviour {
  readonly tls: TlsBehaviour;
  readonly access: AccessBehaviour;
  readonly offboarding: OffboardingBehaviour;
  readonly notification: NotificationBehaviour;
  readonly form: FormBehaviour;
}

export interface TlsBehaviour {
  readonly listener: Pick<ListenOptions, 'minVersion' | 'maxVersion' | 'resumption' | 'http2'>;
  /** Ends a connection right after its handshake. */
  readonly turnsAway: (identity: Identity) => boolean;
  /** Ends connections that were idle for so long, in ms; undefined: never. */
  readonly idleMs: number | undefined;
  /** Onboarding, registration and CRL on a port of their own; the main port then demands client certificates in the handshake. */
  readonly separateOnboardingPort: boolean;
}

export interface AccessBehaviour {
  /** Looks at a request before anything else does, and may answer it. */
  readonly gate: (
    request: Request,
    connection: ServerConnection,
    node: CcfNode,
  ) => Response | undefined | Promise<Response | undefined>;
  /** Whether this Bearer token entitles to onboard. */
  readonly onboards: (token: string, node: CcfNode) => boolean;
  /** Whether this `regSec` entitles to register a provider domain. */
  readonly registers: (regSec: string, node: CcfNode) => boolean;
  /** Whether an API invoker is given an onboarding secret. */
  readonly givesSecret: boolean;
  /** Whether a `client_secret` shown beside the certificate at the token endpoint is right. `issued`: the onboarding secret, if there is one. */
  readonly acceptsSecret: (given: string, issued: string | undefined) => boolean;
  /** Whether a public key (SPKI, PEM) is one that it certifies. */
  readonly certifies: (publicKey: string) => boolean;
  /** Whether an update of the profile gets a new certificate, after which the old one is worth nothing. */
  readonly certifiesAnew: (withAnotherKey: boolean) => boolean;
  /** Who certifies this subject; `own` is the CCF's authority. */
  readonly authorityFor: (subject: Subject, own: Authority) => Authority | Promise<Authority>;
  /** Whether the certificate counts as verified. `credential` is there when it is, octet by octet, one that is in force. */
  readonly trusts: (peer: CertifiedPeer, credential: Credential | undefined) => boolean;
  /** Whether somebody whose certificate is no longer valid is served all the same. */
  readonly admitsFormer: (request: FormerRequest, node: CcfNode) => boolean;
  /** What a certificate that is no longer valid gets. */
  readonly formerStatus: 401 | 403 | 404;
  /** What it gets from the token endpoint, with the error code `invalid_client` (RFC 6749 5.2). */
  readonly formerTokenStatus: 400 | 401;
  /** Whether the CRL lists this revoked certificate. */
  readonly lists: (revocation: Revocation) => boolean;
  /** Whether an AEF that asks for a security context that is there gets to see it. */
  readonly showsContext: (asked: ContextRequest) => boolean;
  /** A security context as an AEF gets to see it. */
  readonly contextForm: (shown: ServiceSecurity, asked: ContextRequest) => object;
  /** Whether an API invoker that shows no certificate can be known by its onboarding secret at the token endpoint. */
  readonly secretAuthenticates: boolean;
  readonly tokens: TokenForm;
}

/** An AEF asks for a security context that is there. */
export interface ContextRequest {
  /** The API invoker is still enrolled. */
  readonly enrolled: boolean;
  readonly authenticationInfo: boolean;
  /** What the API invoker uses at that AEF. */
  readonly methods: readonly KnownSecurityMethod[];
}

export interface OffboardingBehaviour {
  readonly decide: (found: OffboardingCase) => Decision;
  readonly steps: readonly OffboardingStep[];
}

export interface NotificationBehaviour {
  /** Who of the subscribers that an event concerns is told; oldest subscription first. */
  readonly recipients: (subscriptions: readonly Subscription[]) => readonly Subscription[];
  /** The message as it is sent. */
  readonly notice: (notice: Notice, event: CapifEvent, node: CcfNode) => Notice;
  readonly strategy: Strategy;
  /** Shows the CCF's certificate to the AEF. */
  readonly authenticates: boolean;
  /** Verifies the AEF's certificate. */
  readonly verifies: boolean;
  /** HTTP versions offered to the AEF. */
  readonly alpn: NonNullable<ConnectOptions['alpn']>;
}

export interface FormBehaviour {
  readonly onboardingId: (apiInvokerId: string, fresh: string) => string;
  /** Location header of a resource. */
  readonly location: (apiRoot: string, path: string) => string;
  /** Last touch to every answer. */
  readonly answer: (response: Response, connection: ServerConnection) => Response | Promise<Response>;
}

/** Compares without telling by its duration how much was right. */
function isSecret(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A CCF to the letter. */
export const CONFORMANT: CcfBehaviour = {
  tls: { listener: {}, turnsAway: () => false, idleMs: undefined, separateOnboardingPort: false },
  access: {
    gate: () => undefined,
    onboards: (token, { onboardingCredential }) => isSecret(token, onboardingCredential),
    registers: (regSec, { registrationCredential }) => isSecret(regSec, registrationCredential),
    givesSecret: true,
    acceptsSecret: (given, issued) => issued !== undefined && isSecret(given, issued),
    certifies: () => true,
    certifiesAnew: (withAnotherKey) => withAnotherKey,
    authorityFor: (_subject, own) => own,
    trusts: (peer) => peer.verified,
    admitsFormer: () => false,
    formerStatus: 401,
    formerTokenStatus: 401,
    lists: () => true,
    showsContext: () => true,
    contextForm: (shown) => shown,
    secretAuthenticates: false,
    tokens: JWT,
  },
  offboarding: { decide, steps: OFFBOARDING },
  notification: {
    recipients: (subscriptions) => subscriptions,
    notice: (notice) => notice,
    strategy: inParallelWithRetry([100, 300, 900]),
    authenticates: true,
    verifies: true,
    alpn: ['http/1.1'],
  },
  form: {
    onboardingId: (_apiInvokerId, fresh) => fresh,
    location: (apiRoot, path) => `${apiRoot}${path}`,
    answer: (response) => response,
  },
};
