/**
 * What a test may ask of a recorded offboarding. Times are milliseconds; those of endings and notifications count from
 * the answer.
 */
import type { ProbeEntry, ResidueEntry, Subject } from '../../../../harness/evidence/timeline.ts';
import type { EndSignal, PeerAuthentication } from '../../../../simulators/wire/facts.ts';
import type { ExchangeLike } from './timeline-builder.ts';

export interface Ending {
  readonly signal: EndSignal;
  /** After the answer. */
  readonly ms: number;
  readonly by?: 'peer' | 'self';
}

export interface Told {
  readonly aef?: Subject;
  /** After the answer. */
  readonly ms?: number;
  readonly method?: string;
  readonly contentType?: string;
  /** Members to change of the right notification, or the whole body as text. */
  readonly body?: object | string;
  readonly peer?: PeerAuthentication | undefined;
  readonly plain?: boolean;
  /** What our AEF answered. */
  readonly status?: number;
}

export interface Refused extends Partial<Pick<ExchangeLike, 'status' | 'failure' | 'alert'>> {
  readonly case: 'unknown-id' | 'foreign-id' | 'repeat' | 'no-certificate' | 'foreign-certificate';
  /** False: the connection failed and there is no exchange. */
  readonly connected?: boolean;
  /** Length of the quiet wait after it; 0 for none. */
  readonly quiet?: number;
  /** Notifications upon it; `ms` counts from the request. */
  readonly told?: readonly Told[];
}

export interface Play {
  /** False: no valid request at all. */
  readonly valid?: boolean;
  readonly onboarded?: boolean;
  /** False: the CCF issued no API invoker certificate. */
  readonly certified?: boolean;
  readonly answer?: Partial<ExchangeLike>;
  readonly victimEnds?: readonly Ending[];
  readonly parallelEnds?: readonly Ending[];
  readonly bystanderEnds?: readonly Ending[];
  /** The bystander's session carried a request before it was left idle. */
  readonly bystanderUsed?: boolean;
  /** Absent: no session of a bystander at all. */
  readonly bystanderSession?: boolean;
  readonly parallelSession?: boolean;
  /** Changes of a probe, e.g. `{ 'settled victim discovery': { outcome: 'accepted', seen: '200' } }`. */
  readonly probes?: Readonly<Record<string, Partial<ProbeEntry> | 'absent'>>;
  readonly aefs?: readonly Subject[];
  /** Those of them whose subscription was not accepted. */
  readonly unsubscribed?: readonly Subject[];
  /** What those subscriptions were answered. */
  readonly refusedWith?: number;
  readonly told?: readonly Told[];
  /** Connections to an AEF for notifications that ended during the handshake, and how. */
  readonly turnedAway?: readonly { aef: Subject; ms: number; message: string }[];
  /** `from` and `until` count from the answer; without `until` it never ends. */
  readonly outages?: readonly { aef: Subject; kind: 'refusing' | '503'; from: number; until?: number }[];
  /** When the last probes are put, from the answer on; by default after the deletion window if any is accepted. */
  readonly settledAt?: number;
  /** False: nothing is waited for beyond what came. */
  readonly waits?: boolean;
  readonly before?: readonly Refused[];
  readonly after?: readonly Refused[];
  readonly legacy?: { accepted?: boolean; ok?: boolean } | 'absent';
  /** What storage scans find: `'control aefpsk'` → change; scans that are not named are not made. */
  readonly residues?: Readonly<Record<string, Partial<ResidueEntry>>>;
}
