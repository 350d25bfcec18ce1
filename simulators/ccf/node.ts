/** What the parts of one CCF share. */
import type { ApiInvokerId } from '../capif/ids.ts';
import type { Conduct } from '../conduct/conduct.ts';
import type { Authority } from '../pki/authority.ts';
import type { KeyPair } from '../pki/keys.ts';
import type { WireObserver } from '../wire/facts.ts';
import type { ServerConnection, TlsIdentity } from '../wire/types.ts';
import type { CcfBehaviour } from './behaviour.ts';
import type { CcfDirections } from './directions.ts';
import type { CcfFault } from './faults.ts';
import type { CcfState } from './state.ts';

/** What an operator sets. */
export interface CcfPolicy {
  /** Keep an archive record of offboarded invokers (clause 6.8 step 3, "may retain"). Default false. */
  readonly retain?: boolean;
}

/** The CCF's TLS end, as far as the procedures use it. */
export interface CcfTls {
  /** `https://host:port`, where invokers, AEFs, APFs and AMFs are served. */
  apiRoot(): string;
  /** Open connections that were authenticated by a certificate with one of these fingerprints, oldest first. */
  sessionsOf(fingerprints: readonly string[]): readonly ServerConnection[];
  /** Makes resumption of sessions with this certificate impossible. */
  forgetSessions(fingerprint: string): void;
  /** Holds new handshakes against the revocations of now, where client certificates are demanded in the handshake at all. */
  refreshCrl(): Promise<void>;
  /** The CCF is closing: nothing is to be sent any more. */
  readonly closed: boolean;
}

export interface CcfNode {
  /** Names the CCF in the evidence. */
  readonly label: string;
  readonly state: CcfState;
  /** Folder that shows what it holds of API invokers; undefined: there is none. */
  readonly storage: string | undefined;
  /** Which faults are on. */
  readonly conduct: Conduct<CcfBehaviour, CcfFault>;
  /** That of the conduct, now. */
  readonly behaviour: CcfBehaviour;
  readonly policy: CcfPolicy;
  readonly directions: CcfDirections;
  readonly tls: CcfTls;
  /** Issues the CCF's own certificate and, unless the behaviour says otherwise, everybody's. */
  readonly authority: Authority;
  /** The CCF's own, common name `ccf`: as a server on CAPIF-1e and as a client on CAPIF-3. */
  readonly identity: TlsIdentity;
  /** Signs access tokens. */
  readonly tokenKeys: KeyPair;
  /** Bearer token that entitles to onboard. */
  readonly onboardingCredential: string;
  /** `regSec` that entitles to register a provider domain. */
  readonly registrationCredential: string;
  readonly observer: WireObserver | undefined;
}

/** True while this invoker may act: what a handler asks again after it had to wait. */
export function isEnrolled(node: CcfNode, apiInvokerId: ApiInvokerId): boolean {
  return node.state.enrolments.has(apiInvokerId);
}
