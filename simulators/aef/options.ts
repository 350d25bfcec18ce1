import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { SecretSink } from '../capif/secret.ts';
import type { Dialect, ToleranceSink } from '../dialects/dialect.ts';
import { TS29222 } from '../dialects/ts29222.ts';
import type { KeyKind } from '../pki/keys.ts';
import type { ConnectOptions, TlsIdentity } from '../wire/types.ts';
import type { Remainder } from './farewell.ts';
import type { AefFault } from './faults.ts';
import type { AefVariant } from './variants.ts';

/** One function of a provider domain that was registered by other means. Secret. */
interface IssuedFunction extends TlsIdentity {
  readonly id: string;
}

/** A provider domain that was registered by other means. */
export interface IssuedDomain {
  readonly aef: IssuedFunction;
  readonly apf: IssuedFunction;
  /** Takes the registration away again; default the APF. */
  readonly amf?: IssuedFunction | undefined;
  /** Path of the registration at the CCF. */
  readonly resource?: string | undefined;
}

/** How an API exposing function is set up. TLS preferences, and `timeoutMs` for each step, apply to its own connections to the CCF. */
export interface AefOptions
  extends Pick<
    ConnectOptions,
    'minVersion' | 'maxVersion' | 'alpn' | 'servername' | 'timeoutMs' | 'headers' | 'observer'
  > {
  /** Where the CCF serves providers, e.g. `https://127.0.0.1:40443`. */
  readonly ccfRoot: string;
  /** Where it registers providers; default {@link AefOptions.ccfRoot}. */
  readonly registrationRoot?: string | undefined;
  /** PEM certificates by which the CCF, as server and as notifier, and API invokers are verified. */
  readonly ccfTrust: string | readonly string[];
  /** How the CCF's server certificate is checked, see {@link ConnectOptions.verify}. Default `host`. */
  readonly verify?: 'host' | 'chain' | undefined;
  /** Entitles to register a provider domain (`regSec`); undefined where the dialect obtains one, or needs none. */
  readonly registrationCredential?: string | undefined;
  /** Identities that it has already, so that it does not register. Then `notifier` must be `verified`, for it has not met the CCF yet. Secrets. */
  readonly domain?: IssuedDomain | undefined;
  /** Shown in TLS at registration, where the CCF wants to know even there who asks. Default: nothing is. */
  readonly registrationIdentity?: TlsIdentity | undefined;
  /** What the CCF says otherwise than TS 29.222. Default: nothing. */
  readonly dialect?: Dialect | undefined;
  /** What the dialect's own services want, see {@link Dialect}. Secrets among it. */
  readonly provider?: Readonly<Record<string, string>> | undefined;
  /** Told what it put up with on the CCF's side. */
  readonly onTolerated?: ToleranceSink | undefined;
  /** Who this is in the evidence, e.g. `aef-1`. */
  readonly label: string;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** The ports that it may listen on, of which it needs two; default: the system chooses. */
  readonly ports?: readonly number[] | undefined;
  /** Address or FQDN under which others reach it; default {@link AefOptions.host}. */
  readonly advertise?: string | undefined;
  /** The kind of keys that its functions make. Default: what CCFs of the dialect certify, on P-256 where they certify any. */
  readonly keys?: KeyKind | undefined;
  /** How CAPIF-3 is protected: by TLS, or by NDS/IP below plain HTTP (TS 33.122 6.6). Default `mutual-tls`. */
  readonly capif3?: 'mutual-tls' | 'nds-ip' | undefined;
  /** Name of its service API; unique by default. */
  readonly apiName?: string | undefined;
  /** By which methods it authenticates API invokers; default all. */
  readonly methods?: readonly KnownSecurityMethod[] | undefined;
  /** TLS-PSK identity of an invoker, over `{apiInvokerId}` and `{aefId}`. Default `{apiInvokerId}`. */
  readonly pskIdentity?: string | undefined;
  /**
   * Who may notify: `ccf`, a verified certificate with the name under which the CCF serves; `verified`, any that the trust verifies, where how a
   * foreign CCF names itself as a client is its own matter. Default `ccf`.
   */
  readonly notifier?: 'ccf' | 'verified' | undefined;
  /** The notification endpoint shows a certificate that no CAPIF CA issued. Default false. */
  readonly impostor?: boolean | undefined;
  /**
   * Asked for each notification: the status to answer it with. Anything but a success means that the AEF can't attend to it now, whoever sent
   * it, and nothing happens. Default 204.
   */
  readonly notificationStatus?: (() => number) | undefined;
  /** Once it aborts, nothing more is begun: a start is broken off, and what it has made at the CCF taken back. Default: never. */
  readonly stop?: AbortSignal | undefined;
  /** Told what a start that failed could not take back. */
  readonly onRemainder?: ((remainder: Remainder) => void) | undefined;
  /** Folder, this AEF's alone, in which it keeps as files what it holds of API invokers; see {@link trustedIn}. Default: in memory only. */
  readonly storage?: string | undefined;
  /** What it does wrong. Several may be combined; usually there is one, or none. */
  readonly fault?: AefFault | readonly AefFault[] | undefined;
  /** Which freedom of the specification it uses. */
  readonly variant?: AefVariant | undefined;
  readonly onSecret?: SecretSink | undefined;
}

/** How the AEF's CCF speaks. */
export function dialectOf({ dialect }: AefOptions): Dialect {
  return dialect ?? TS29222;
}

/** The kind of keys that this AEF makes. */
export function keysOf(options: AefOptions): KeyKind | undefined {
  return options.keys ?? dialectOf(options).onboard.keys;
}
