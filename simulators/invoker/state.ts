/** What an API invoker remembers, named as clause 6.8 step 5 names it: offboarding is forgetting each of these. */

import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceApi } from '../capif/service-api.ts';
import type { TlsIdentity } from '../wire/types.ts';

/** The identity that the CCF assigned at onboarding. */
export interface AssignedIdentity {
  readonly apiInvokerId: string;
  /** Last segment of {@link AssignedIdentity.resource}; undefined when the CCF gave no Location. */
  readonly onboardingId: string | undefined;
  /** Path of the invoker's own resource at the CCF, from the Location of the onboarding answer. */
  readonly resource: string | undefined;
  /** What the invoker said of itself at onboarding; a replaced profile says it again. */
  readonly apiInvokerPublicKey: string;
  readonly notificationDestination: string;
}

/** A service API with the method that the security context has for it. */
export interface SecuredApi {
  readonly api: ServiceApi;
  readonly method: KnownSecurityMethod;
}

/** Everything that onboarding and the security procedures establish; the very things that offboarding takes away. */
export interface InvokerCredentials {
  /** Step 5: "API invoker ID". */
  readonly identity?: AssignedIdentity | undefined;
  /** Step 5: "API invoker certificate", with the private key that is worthless without it. */
  readonly certificate?: TlsIdentity | undefined;
  /** Step 5: "Onboard_Secret (if applicable)". */
  readonly onboardingSecret?: string | undefined;
  /** Step 5: "Service API authentication / authorization information": the security context. */
  readonly context: readonly SecuredApi[];
  /** Step 5: "AEFPSK", by AEF ID. */
  readonly aefPsks: ReadonlyMap<string, Buffer>;
  /** Step 5: "access token". */
  readonly accessToken?: string | undefined;
}

/** One thing to forget. */
export type Credential = keyof InvokerCredentials;

const NOTHING: InvokerCredentials = { context: [], aefPsks: new Map() };

/** In the order of the clause. */
export const CREDENTIALS: readonly Credential[] = [
  'identity',
  'context',
  'certificate',
  'onboardingSecret',
  'aefPsks',
  'accessToken',
];

/** The memory of one API invoker. */
export class InvokerState {
  #held: InvokerCredentials;
  readonly #changed: (held: InvokerCredentials) => void;

  /**
   * @param held credentials to begin with; none by default.
   * @param changed told what is held, now and whenever it has changed.
   */
  constructor(held: InvokerCredentials = NOTHING, changed: (held: InvokerCredentials) => void = () => {}) {
    this.#held = copy(held);
    this.#changed = changed;
    changed(this.#held);
  }

  /** What is held now. For use within the simulator; outside of it, see {@link InvokerState.snapshot}. */
  get held(): InvokerCredentials {
    return this.#held;
  }

  /** Adds to, or replaces, what is held. */
  hold(established: Partial<InvokerCredentials>): void {
    this.#held = { ...this.#held, ...established };
    this.#changed(this.#held);
  }

  /** Forgets these credentials, by default all; keys are overwritten, since a buffer outlives its last reference for a while. */
  forget(credentials: readonly Credential[] = CREDENTIALS): void {
    if (credentials.includes('aefPsks')) for (const key of this.#held.aefPsks.values()) key.fill(0);
    const kept = Object.entries(this.#held).filter(([credential]) => !credentials.some((gone) => gone === credential));
    this.#held = { ...NOTHING, ...Object.fromEntries(kept) };
    this.#changed(this.#held);
  }

  /** A copy that later procedures, forgetting included, don't change. */
  snapshot(): InvokerCredentials {
    return copy(this.#held);
  }
}

function copy(held: InvokerCredentials): InvokerCredentials {
  return Object.freeze({
    ...held,
    context: [...held.context],
    aefPsks: new Map([...held.aefPsks].map(([aefId, key]) => [aefId, Buffer.from(key)])),
  });
}
