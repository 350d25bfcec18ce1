/** Where the CCF is that AEF and API invoker belong to: ours, or one that runs elsewhere. */
import type { CcfTarget } from '../../../harness/target/target.ts';
import type { Ccf } from '../../../simulators/ccf/ccf.ts';
import { connectionOptions } from '../ccf-of-target.ts';

export interface CcfPlace {
  readonly apiRoot: string;
  /** Where onboarding and registration are; the same as `apiRoot` mostly. */
  readonly onboardingRoot: string;
  /** PEM certificates. */
  readonly trust: readonly string[];
  /** Secrets. */
  readonly onboardingCredential: string | undefined;
  readonly registrationCredential: string | undefined;
  /** How AEF and API invoker talk to it. */
  readonly connection: Partial<ReturnType<typeof connectionOptions>>;
  /** How CAPIF-3 is protected. */
  readonly capif3: 'mutual-tls' | 'nds-ip';
  readonly enrolment: 'csr' | 'public-key';
  /** Template of P0 of the AEFPSK; undefined for the usual one. */
  readonly interfaceInformation: string | undefined;
}

export function placeOfOurs(ccf: Ccf): CcfPlace {
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot ?? ccf.apiRoot,
    trust: [ccf.trust],
    onboardingCredential: ccf.onboardingCredential,
    registrationCredential: ccf.registrationCredential,
    connection: {},
    capif3: 'mutual-tls',
    enrolment: 'csr',
    interfaceInformation: undefined,
  };
}

export function placeOfTarget(target: CcfTarget): CcfPlace {
  const { endpoints, trust, identity, claims } = target;
  return {
    apiRoot: endpoints.capif,
    onboardingRoot: endpoints.onboarding,
    trust: [trust.ca].flat(),
    onboardingCredential: identity.onboardingCredential,
    registrationCredential: identity.registrationCredential,
    connection: connectionOptions(target),
    capif3: claims.capif3,
    enrolment: claims.enrolment,
    interfaceInformation: claims.interfaceInformation,
  };
}
