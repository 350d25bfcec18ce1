/** How a CCF under test is reached, whatever started it. */
export interface CcfAccess {
  /** `https://host:port[/prefix]` of the CAPIF APIs. */
  readonly apiRoot: string;
  /** Where onboarding, registration and the CRL are, if elsewhere. */
  readonly onboardingRoot: string;
  /** PEM certificates by which the CCF's certificate is verified. */
  readonly trust: readonly string[];
  readonly verify: 'host' | 'chain';
  readonly servername: string | undefined;
  readonly onboardingCredential: string;
  readonly registrationCredential: string;
  /** Where our nodes listen, and the name by which the CCF reaches them. */
  readonly listen: { readonly host: string; readonly advertise: string };
}
