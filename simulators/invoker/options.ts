import type { SecretSink } from '../capif/secret.ts';
import type { Dialect, ToleranceSink } from '../dialects/dialect.ts';
import { TS29222 } from '../dialects/ts29222.ts';
import type { KeyKind } from '../pki/keys.ts';
import type { ConnectOptions, TlsIdentity } from '../wire/types.ts';
import type { InvokerBehaviour } from './behaviour.ts';
import type { InvokerFault } from './faults.ts';
import type { InvokerCredentials, InvokerState } from './state.ts';
import type { InvokerVariant } from './variants.ts';

/**
 * How an API invoker is set up. TLS preferences apply to every connection to the CCF, as far as a procedure leaves the choice;
 * `timeoutMs` bounds each connection and each exchange.
 */
export interface InvokerOptions
  extends Pick<
    ConnectOptions,
    'minVersion' | 'maxVersion' | 'alpn' | 'servername' | 'timeoutMs' | 'headers' | 'observer'
  > {
  /** Where the CCF serves CAPIF-1e, e.g. `https://127.0.0.1:40443`. */
  readonly apiRoot: string;
  /** Where it onboards; default {@link InvokerOptions.apiRoot}. */
  readonly onboardingRoot?: string | undefined;
  /** PEM certificates by which the CCF, and the AEFs that it certified, are verified. */
  readonly trust: string | readonly string[];
  /** How the CCF's certificate is checked, see {@link ConnectOptions.verify}. Default `host`. */
  readonly verify?: 'host' | 'chain' | undefined;
  /** PEM certificates by which AEFs are verified; default {@link InvokerOptions.trust}. */
  readonly aefTrust?: string | readonly string[] | undefined;
  /** How an AEF's certificate is checked. Default `host`. */
  readonly aefVerify?: 'host' | 'chain' | undefined;
  /** Name for SNI at AEFs, and for checking their certificates. Default: their host. */
  readonly aefServername?: string | undefined;
  /** Bearer token that entitles to onboard; undefined where the dialect obtains one, or needs none. */
  readonly onboardingCredential?: string | undefined;
  /** Shown in TLS at onboarding, where the CCF wants to know even there who asks. Default: nothing is. */
  readonly onboardingIdentity?: TlsIdentity | undefined;
  /** What the CCF says otherwise than TS 29.222. Default: nothing. */
  readonly dialect?: Dialect | undefined;
  /** What the dialect's own services want, see {@link Dialect}. Secrets among it. */
  readonly provider?: Readonly<Record<string, string>> | undefined;
  /** Told what it put up with on the CCF's side. */
  readonly onTolerated?: ToleranceSink | undefined;
  /** Who this is in the evidence, e.g. `victim`. */
  readonly label: string;
  /** What `apiInvokerPublicKey` holds: a certification request or the bare public key. Default `csr`. */
  readonly enrolment?: 'csr' | 'public-key' | undefined;
  /** The kind of key that it makes. Default: what CCFs of the dialect certify, on P-256 where they certify any. */
  readonly keys?: KeyKind | undefined;
  readonly notificationDestination?: string | undefined;
  /** TLS-PSK identity at the AEF, over `{apiInvokerId}` and `{aefId}`. Default `{apiInvokerId}`. */
  readonly pskIdentity?: string | undefined;
  /** Interface information of the AEFPSK, over `{host}` and `{port}`. Default `{host}:{port}`. */
  readonly interfaceInformation?: string | undefined;
  /** Credentials to begin with, from {@link InvokerState.snapshot}: to ask what old ones are still worth. */
  readonly credentials?: InvokerCredentials | undefined;
  /** Folder, this invoker's alone, in which it keeps its credentials as files; see {@link CredentialFiles}. Default: in memory only. */
  readonly storage?: string | undefined;
  /** What it does wrong. Several may be combined; usually there is one, or none. */
  readonly fault?: InvokerFault | readonly InvokerFault[] | undefined;
  /** Which freedom of the specification it uses. */
  readonly variant?: InvokerVariant | undefined;
  readonly onSecret?: SecretSink | undefined;
}

/** An API invoker as its procedures see it. */
export interface InvokerNode {
  readonly options: InvokerOptions;
  readonly state: InvokerState;
  readonly behaviour: InvokerBehaviour;
}

/** How the invoker's CCF speaks. */
export function dialectOf({ options }: Pick<InvokerNode, 'options'>): Dialect {
  return options.dialect ?? TS29222;
}

/** Thrown when a procedure needs something that the invoker does not hold. */
export class MissingCredential extends Error {
  /** @param remedy what to do first, e.g. `onboard()`. */
  constructor(label: string, missing: string, remedy: string) {
    super(`API invoker "${label}": no ${missing}; call ${remedy} first`);
    this.name = 'MissingCredential';
  }
}

/** Thrown for a certificate that TLS could not use: it is none, or another key's. */
export class UnusableCertificate extends Error {
  constructor(label: string) {
    super(
      `API invoker "${label}": the apiInvokerCertificate that the CCF issued is no certificate (PEM, or base64 of DER) of the key that it was asked for`,
    );
    this.name = 'UnusableCertificate';
  }
}

/** @throws MissingCredential when `value` is undefined. */
export function needed<T>({ options }: InvokerNode, value: T | undefined, missing: string, remedy: string): T {
  if (value === undefined) throw new MissingCredential(options.label, missing, remedy);
  return value;
}
