/**
 * Questions to the evidence: what checks ask, so that a check reads as a sentence about the protocol.
 *
 * A view never interprets. It finds entries by name, subject and phase, and puts wire entries in the order in which
 * they happened: a timeline is ordered by `seq`, the order of recording, and an exchange is recorded only when it is
 * over.
 */
import type {
  ConnectFailed,
  ConnectionEnd,
  ConnectionId,
  ConnectionOpened,
  HandshakeCompleted,
} from '../../simulators/wire/facts.ts';
import type {
  ActionEntry,
  ContractEntry,
  Entry,
  ExchangeEntry,
  FaultEntry,
  HookEntry,
  Phase,
  ProbeEntry,
  ResidueEntry,
  Stamp,
  Subject,
  Timeline,
  WaitEntry,
} from './timeline.ts';

export type ActionRecord = ActionEntry & Stamp;
export type ProbeRecord = ProbeEntry & Stamp;
export type WaitRecord = WaitEntry & Stamp;
export type HookRecord = HookEntry & Stamp;
export type ResidueRecord = ResidueEntry & Stamp;
export type EndRecord = ConnectionEnd & Stamp;
export type HandshakeRecord = HandshakeCompleted & Stamp;

/**
 * What the offboarding request of the evidence conventions was meant to be: one that must succeed, or one to refuse.
 */
export type OffboardingCase =
  | 'valid'
  | 'unknown-id'
  | 'foreign-id'
  | 'repeat'
  | 'no-certificate'
  | 'foreign-certificate';

/** What a notification of ours was meant to be: one to obey, one to refuse, or one that changes nothing. */
export type NotificationCase =
  | 'genuine'
  | 'no-certificate'
  | 'foreign-certificate'
  | 'not-the-ccf'
  | 'duplicate'
  | 'unknown-invoker';

/** The two identities that onboarding assigned; TS 29.222 lets them be equal or different. */
export interface Identity {
  readonly apiInvokerId: string | undefined;
  readonly onboardingId: string | undefined;
}

/** Read-only queries on one timeline. Lists are in the order of recording unless a method says otherwise. */
export class EvidenceView {
  readonly timeline: Timeline;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
  }

  /** Everything that went wrong inside the harness, and every message of ours that broke its schema. */
  get faults(): readonly ((FaultEntry | ContractEntry) & Stamp)[] {
    return this.timeline.filter((entry) => entry.kind === 'fault' || entry.kind === 'contract').filter(isOurs);
  }

  actions(name: string, subject?: Subject): readonly ActionRecord[] {
    return this.#of('action').filter(
      (entry) => entry.action === name && (subject === undefined || entry.subject === subject),
    );
  }

  /** The first action of that name. */
  action(name: string, subject?: Subject): ActionRecord | undefined {
    return this.actions(name, subject)[0];
  }

  offboardingRequests(...cases: readonly OffboardingCase[]): readonly ActionRecord[] {
    return this.actions('offboarding-request').filter(({ facts }) => cases.some((wanted) => wanted === facts.case));
  }

  identity(subject: Subject): Identity {
    const facts = this.actions('onboard', subject).find(({ ok }) => ok)?.facts;
    return { apiInvokerId: text(facts?.apiInvokerId), onboardingId: text(facts?.onboardingId) };
  }

  /** Every probe put in that phase, repeated ones included. */
  probes(subject: Subject, phase: Phase): readonly ProbeRecord[] {
    return this.#of('probe').filter((entry) => entry.subject === subject && entry.phase === phase);
  }

  /** The last probe of that name in that phase: one that is put again supersedes what it said before. */
  probe(name: string, subject: Subject, phase: Phase): ProbeRecord | undefined {
    return this.probes(subject, phase).findLast(({ probe }) => probe === name);
  }

  waits(...awaited: readonly WaitEntry['awaited'][]): readonly WaitRecord[] {
    return this.#of('wait').filter((entry) => awaited.includes(entry.awaited));
  }

  hooks(hook: HookEntry['hook']): readonly HookRecord[] {
    return this.#of('hook').filter((entry) => entry.hook === hook);
  }

  /** Looks into the target's storage for one of these kinds of credential. */
  residues(...credentials: readonly ResidueEntry['credential'][]): readonly ResidueRecord[] {
    return this.#of('residue').filter(({ credential }) => credentials.includes(credential));
  }

  /** Connections that our simulated nodes accepted, by their label. */
  accepted(isWanted: (label: string) => boolean): readonly (ConnectionOpened & Stamp)[] {
    return this.#of('connection').filter(({ side, label }) => side === 'server' && isWanted(label));
  }

  /** Handshakes with our simulated nodes that did not come about, by the node's label. */
  refusals(isWanted: (label: string) => boolean): readonly (ConnectFailed & Stamp)[] {
    return this.#of('connect-failed').filter(({ side, label }) => side === 'server' && isWanted(label));
  }

  connection(connection: ConnectionId): (ConnectionOpened & Stamp) | undefined {
    return this.#of('connection').find((entry) => entry.connection === connection);
  }

  /** The completed handshake of a connection. */
  handshake(connection: ConnectionId): HandshakeRecord | undefined {
    return this.#of('handshake').find((entry) => entry.connection === connection);
  }

  connectFailure(connection: ConnectionId): (ConnectFailed & Stamp) | undefined {
    return this.#of('connect-failed').find((entry) => entry.connection === connection);
  }

  /** Signs of ending of a connection, in the order in which they happened. */
  ends(connection: ConnectionId): readonly EndRecord[] {
    const ends = this.#of('end').filter((entry) => entry.connection === connection);
    return ends.toSorted((one, other) => one.at - other.at || one.seq - other.seq);
  }

  exchange(id: string | undefined): ExchangeEntry | undefined {
    return this.#of('exchange').find(({ exchange }) => exchange === id);
  }

  /** Exchanges of a connection, in the order in which their requests were sent or received. */
  exchangesOn(connection: ConnectionId): readonly ExchangeEntry[] {
    return byRequest(this.#of('exchange').filter((entry) => entry.connection === connection));
  }

  /** Requests that our simulated nodes received at this path and query, in the order of arrival. */
  receivedAt(target: string): readonly ExchangeEntry[] {
    return byRequest(
      this.#of('exchange').filter(({ side, request }) => side === 'server' && request.target === target),
    );
  }

  /** The exchanges among the entries that a probe or an action cites. */
  citedExchanges(citing: { readonly evidence: readonly number[] }): readonly ExchangeEntry[] {
    return byRequest(this.#of('exchange').filter(({ seq }) => citing.evidence.includes(seq)));
  }

  #of<Kind extends Entry['kind']>(kind: Kind): Extract<Entry, { kind: Kind }>[] {
    return this.timeline.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind);
  }
}

function isOurs(entry: FaultEntry | ContractEntry): boolean {
  return entry.kind === 'fault' || entry.ours;
}

function byRequest(exchanges: ExchangeEntry[]): readonly ExchangeEntry[] {
  return exchanges.toSorted((one, other) => one.requestAt - other.requestAt);
}

/** A fact as text, or undefined when it is absent, empty or of another type. */
export function text(fact: string | number | boolean | undefined): string | undefined {
  return typeof fact === 'string' && fact !== '' ? fact : undefined;
}
