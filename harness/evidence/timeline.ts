/**
 * The evidence of one scenario run: an append-only, typed timeline.
 *
 * Facts of the wire come from the simulators' observers as they happen; the harness adds what it did (actions), what it
 * asked (probes) and how long it waited. Checks read the timeline and nothing else.
 */
import type { HttpExchange, Micros, WireEvent } from '../../simulators/wire/facts.ts';

/** Whose behaviour or credential an entry is about. */
export type Subject =
  | 'victim' // the API invoker that is offboarded
  | 'bystander' // another API invoker that must not be hurt
  | 'aef-1'
  | 'aef-2'
  | 'impostor-aef' // a notification endpoint whose certificate no CAPIF CA issued
  | 'ccf'
  | 'target';

/**
 * When a probe was fired. `control`: before offboarding, when it must be accepted. `at-answer`: the moment the success response
 * was complete. `settled`: after teardown and notification, and after the declared deletion window if anything was still accepted.
 */
export type Phase = 'control' | 'at-answer' | 'settled';

/**
 * What a probe found out.
 * - `accepted`: the implementation under test served it.
 * - `refused`: it did not, for a reason that fits ("no longer recognised").
 * - `wrong-cause`: it did not, for a reason that says nothing (nobody listening, 5xx, timeout, …).
 * - `not-available`: the probe could not be put at all (the target offers no such thing); `reason` says why.
 */
export type ProbeOutcome = 'accepted' | 'refused' | 'wrong-cause' | 'not-available';

export interface ProbeEntry {
  readonly kind: 'probe';
  readonly probe: string;
  readonly subject: Subject;
  readonly phase: Phase;
  readonly outcome: ProbeOutcome;
  /** Short, for people and for reasons: `403`, `alert certificate_revoked`, `200`, `connection closed without an answer`. */
  readonly seen: string;
  /**
   * Facts beyond accepted/refused that a check needs, e.g. `{ resumed: true }`, `{ keyMatches: true }`, `{ listed: false }`.
   * Never a secret.
   */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** Sequence numbers of the wire entries that the probe caused. */
  readonly evidence: readonly number[];
}

/** Something the scenario did. */
export interface ActionEntry {
  readonly kind: 'action';
  readonly action: string;
  readonly subject: Subject;
  readonly ok: boolean;
  /** For people: what came of it. */
  readonly detail: string;
  /** As in {@link ProbeEntry.facts}: what checks need, e.g. `{ connection: 'c4', exchange: 'x9', onboardingId: '…' }`. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly evidence: readonly number[];
}

/** A bounded wait: for a sign to come, or (quiet) for none to come. */
export interface WaitEntry {
  readonly kind: 'wait';
  readonly awaited: 'tls-closed' | 'notification' | 'quiet' | 'deletion';
  readonly subject: Subject;
  readonly seen: boolean;
  readonly boundMs: number;
  readonly waitedMs: number;
  readonly evidence: readonly number[];
}

/** A message that breaks its TS 29.222 schema. `ours`: the harness sent it, which is the harness's fault. */
export interface ContractEntry {
  readonly kind: 'contract';
  readonly ours: boolean;
  /** E.g. `EventNotification`. */
  readonly schema: string;
  /** E.g. `events: expected string, received array`. */
  readonly issues: readonly string[];
  readonly evidence: readonly number[];
}

/** Something went wrong inside the harness. */
export interface FaultEntry {
  readonly kind: 'fault';
  readonly message: string;
}

/** What an API invoker or AEF under test was asked to do by a hook of its target, and how that went. */
export interface HookEntry {
  readonly kind: 'hook';
  readonly hook: 'start' | 'stop' | 'reset' | 'onboard' | 'invoke' | 'trigger' | 'inspect';
  readonly ok: boolean;
  /** Exit code of a command, status of an HTTP call. */
  readonly code: number | undefined;
  readonly durationMs: number;
  /** The end of stderr, or what went wrong. */
  readonly detail: string;
}

/** The things that clause 6.8 steps 3, 5 and 8 want deleted, as a store would hold them. */
export const CREDENTIALS = [
  'api-invoker-id',
  'certificate',
  'private-key',
  'onboard-secret',
  'service-auth',
  'aefpsk',
  'access-token',
] as const;
export type CredentialKind = (typeof CREDENTIALS)[number];

/** One look into the storage that a target declares, for one credential. */
export interface ResidueEntry {
  readonly kind: 'residue';
  readonly subject: Subject;
  readonly phase: Phase;
  readonly credential: CredentialKind;
  /** Where it stood; empty when it was nowhere. Never the credential itself. */
  readonly places: readonly { readonly place: string; readonly offset: number; readonly encoding: string }[];
  /** How many places were read to their end, and what could not be read. */
  readonly scanned: number;
  readonly unreadable: readonly string[];
}

/**
 * The target went against the specification and was put up with, since the scenario could not have gone on otherwise. A finding of its own:
 * no verdict rests on it, and none is mended by it. Once in a timeline for each `id`.
 */
export interface ToleratedEntry {
  readonly kind: 'tolerated';
  readonly subject: Subject;
  /** The dialect whose work-around it was. */
  readonly dialect: string;
  /** E.g. `notification-by-put`. */
  readonly id: string;
  /** What the target does, and what our node did about it. */
  readonly statement: string;
  readonly clause: string;
  readonly evidence: readonly number[];
}

export type HarnessEntry =
  | ProbeEntry
  | ActionEntry
  | WaitEntry
  | ContractEntry
  | FaultEntry
  | HookEntry
  | ResidueEntry
  | ToleratedEntry;

/** What every entry of the timeline has beside its own facts. */
export interface Stamp {
  /** 1, 2, 3 … in the order of recording. */
  readonly seq: number;
  /** When; for wire entries the wire's own time stamp. */
  readonly at: Micros;
  /** Number of the scenario step (0–10) being played. */
  readonly step: number;
}

export type WireEntry = WireEvent & Stamp;
export type Entry = (WireEvent | HarnessEntry) & Stamp;
export type ExchangeEntry = HttpExchange & Stamp;

/** The whole recording, in order of `seq`. */
export type Timeline = readonly Entry[];
