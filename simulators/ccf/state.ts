/** What the CCF remembers, one store for each thing that clause 6.8 step 3 names: offboarding is deletion from each of them. */
import type { APIInvokerEnrolmentDetails } from '../capif/enrolment.ts';
import type { EventSubscription } from '../capif/events.ts';
import type {
  AefId,
  AmfId,
  ApfId,
  ApiInvokerId,
  ApiProvDomId,
  OnboardingId,
  ServiceApiId,
  SubscriptionId,
} from '../capif/ids.ts';
import type { APIProviderEnrolmentDetails } from '../capif/provider.ts';
import type { KnownSecurityMethod, ServiceAPIDescription } from '../capif/publish.ts';
import type { SecurityInformation, ServiceSecurity } from '../capif/security.ts';
import type { Authority } from '../pki/authority.ts';

/** Somebody to whom this CCF issued a certificate; the certificate's common name is the `id`. */
export type Subject =
  | { readonly role: 'invoker'; readonly id: ApiInvokerId; readonly onboardingId: OnboardingId }
  | { readonly role: 'AEF'; readonly id: AefId; readonly domain: ApiProvDomId }
  | { readonly role: 'APF'; readonly id: ApfId; readonly domain: ApiProvDomId }
  | { readonly role: 'AMF'; readonly id: AmfId; readonly domain: ApiProvDomId };

/** A certificate that authenticates its subject. */
export interface Credential {
  readonly subject: Subject;
  /** PEM. */
  readonly certificate: string;
  readonly fingerprint: string;
  readonly serialNumber: string;
  /** SPKI, PEM: what was certified. */
  readonly publicKey: string;
  readonly authority: Authority;
}

/** What is left of a certificate that no longer authenticates anybody: enough for the CRL. */
export type Revocation = Pick<Credential, 'subject' | 'fingerprint' | 'serialNumber'>;

/** An API invoker is recognised. `leaving` from the moment its offboarding was verified: nobody can offboard it twice. */
export interface Enrolment {
  readonly apiInvokerId: ApiInvokerId;
  readonly onboardingId: OnboardingId;
  leaving: boolean;
}

/** The API invoker profile. The onboarding secret is not in it. */
export interface Profile {
  readonly apiInvokerId: ApiInvokerId;
  readonly details: APIInvokerEnrolmentDetails;
}

/** One AEF or interface of a security context, with the AEF that it resolved to. Without authentication or authorization info. */
export interface ContextEntry {
  readonly aefId: AefId;
  readonly method: KnownSecurityMethod;
  readonly information: SecurityInformation;
}

export interface SecurityContext {
  /** As the invoker asked for it. */
  readonly asked: ServiceSecurity;
  readonly entries: readonly ContextEntry[];
}

/** What an invoker may have access tokens for: all APIs of the AEF, or one. */
export interface Grant {
  readonly aefId: AefId;
  readonly apiId: ServiceApiId | undefined;
}

export interface IssuedToken {
  readonly apiInvokerId: ApiInvokerId;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export interface PublishedApi {
  readonly apiId: ServiceApiId;
  readonly apfId: ApfId;
  readonly description: ServiceAPIDescription;
}

/** What a provider domain registered, in the form in which it is answered. */
export interface ProviderDomain {
  readonly apiProvDomId: ApiProvDomId;
  readonly details: APIProviderEnrolmentDetails;
}

export interface Subscription {
  readonly subscriptionId: SubscriptionId;
  readonly subscriberId: string;
  readonly details: EventSubscription;
}

/** What an operator may keep of an offboarded invoker. It holds nothing that authenticates, and no route reads it. */
export interface ArchiveRecord {
  readonly apiInvokerId: ApiInvokerId;
  readonly onboardingId: OnboardingId;
  readonly apiInvokerInformation: string | undefined;
  readonly notificationDestination: string;
  readonly offboardedAt: string;
}

export interface CcfState {
  readonly enrolments: Map<ApiInvokerId, Enrolment>;
  readonly profiles: Map<OnboardingId, Profile>;
  /** By fingerprint. */
  readonly credentials: Map<string, Credential>;
  /** By fingerprint. */
  readonly revocations: Map<string, Revocation>;
  readonly onboardingSecrets: Map<ApiInvokerId, string>;
  readonly contexts: Map<ApiInvokerId, SecurityContext>;
  readonly aefPsks: Map<ApiInvokerId, ReadonlyMap<AefId, Buffer>>;
  readonly grants: Map<ApiInvokerId, readonly Grant[]>;
  /** By SHA-256 of the token, hex: the tokens themselves are not kept. */
  readonly tokens: Map<string, IssuedToken>;
  readonly domains: Map<ApiProvDomId, ProviderDomain>;
  readonly serviceApis: Map<ServiceApiId, PublishedApi>;
  /** Oldest first. */
  readonly subscriptions: Map<SubscriptionId, Subscription>;
  readonly archive: Map<ApiInvokerId, ArchiveRecord>;
}

/** The memory of a CCF that nobody has talked to yet. */
export function createState(): CcfState {
  return {
    enrolments: new Map(),
    profiles: new Map(),
    credentials: new Map(),
    revocations: new Map(),
    onboardingSecrets: new Map(),
    contexts: new Map(),
    aefPsks: new Map(),
    grants: new Map(),
    tokens: new Map(),
    domains: new Map(),
    serviceApis: new Map(),
    subscriptions: new Map(),
    archive: new Map(),
  };
}

/** The certificates that authenticate this subject now. */
export function credentialsOf(state: CcfState, id: Subject['id']): Credential[] {
  return [...state.credentials.values()].filter(({ subject }) => subject.id === id);
}

/** Every fingerprint that this subject ever had, revoked or not. */
export function fingerprintsOf(state: CcfState, id: Subject['id']): string[] {
  return [...state.credentials.values(), ...state.revocations.values()]
    .filter(({ subject }) => subject.id === id)
    .map(({ fingerprint }) => fingerprint);
}
