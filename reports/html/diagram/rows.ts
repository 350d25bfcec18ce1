/** What a sequence diagram is made of: rows from top to bottom, in the order of time. */
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import type { Entry } from '../../../harness/evidence/timeline.ts';
import type { Lifeline } from './lifelines.ts';

interface Placed {
  /** µs on the clock of the timeline. */
  readonly at: number;
  /** The step of clause 6.8 that this is; undefined for what only surrounds the procedure. */
  readonly step?: number | undefined;
  /** Sequence numbers of the entries that it shows. */
  readonly seqs: readonly number[];
  readonly caption: string;
  readonly text: string;
}

/** What an arrow is: `refused` did not come about, `missing` was awaited and never came. */
export type Look = 'session' | 'request' | 'response' | 'closing' | 'refused' | 'missing';

export interface ArrowRow extends Placed {
  readonly shape: 'arrow';
  readonly look: Look;
  readonly from: Lifeline;
  readonly to: Lifeline;
  /** Undefined where nothing crossed the wire. */
  readonly connection: string | undefined;
  /** What it is instead of what the clause has at its step. */
  readonly instead?: string | undefined;
}

/** Something that a node does by itself, or (`on` undefined) that concerns all. */
export interface NoteRow extends Placed {
  readonly shape: 'note';
  readonly on: Lifeline | undefined;
  /** Something went wrong in the harness, or an action did not succeed. */
  readonly alarm: boolean;
}

/** Many small things in one box: preparation, probes, looks into a storage. */
export interface GroupRow extends Placed {
  readonly shape: 'group';
  readonly about: 'preparation' | 'probes';
  readonly lines: readonly Line[];
}

export interface Line {
  readonly text: string;
  readonly seqs: readonly number[];
}

export type Row = ArrowRow | NoteRow | GroupRow;

type Exchange = Extract<Entry, { kind: 'exchange' }>;

/** The Offboard API invoker request of step 2, by whomever. */
export function isOffboarding(entry: Entry): entry is Exchange {
  return entry.kind === 'exchange' && entry.request.method === 'DELETE' && OFFBOARDING.test(entry.request.target);
}

const OFFBOARDING = /\/onboardedInvokers\/[^/]+$/;

/** The lifeline of an entry's subject; an unknown subject is the one under test. */
export function lifelineOf(subject: string, underTest: RunRecord['underTest']): Lifeline {
  if (subject === 'victim' || subject === 'bystander') return 'invoker';
  if (subject.includes('aef')) return 'aef';
  return subject === 'ccf' ? 'ccf' : underTest;
}
