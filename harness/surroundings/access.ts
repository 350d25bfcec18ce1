import type { DialectName } from '../../simulators/dialects/dialect.ts';
import type { TlsIdentity } from '../../simulators/wire/types.ts';
import type { Listen } from '../target/target.ts';

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
  /** Undefined where the dialect obtains one, or needs none. */
  readonly onboardingCredential: string | undefined;
  readonly registrationCredential: string | undefined;
  /** What it says otherwise than TS 29.222. */
  readonly dialect: DialectName;
  /** What the dialect's own services want. Secrets among it. */
  readonly provider: Readonly<Record<string, string>>;
  /** Shown in TLS at onboarding and registration, PEM. Secret. */
  readonly client?: TlsIdentity | undefined;
  /** Where our nodes listen, and the name by which the CCF reaches them. */
  readonly listen: Listen;
  /** It is there when the run is over, and so is what we leave in it. */
  readonly outlivesUs: boolean;
}
