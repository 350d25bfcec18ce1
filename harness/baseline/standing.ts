/** What became of each entry of the baseline in a run: a baseline may not outlive what it excuses. Pure. */
import type { Baseline, BaselineEntry, RunRecord, RunRecordCheck } from '../evidence/run-record.ts';
import { dayOf, foresees, isDeviation, speaksOf } from './match.ts';

/**
 * - `matched`: it excused something.
 * - `stale`: everything it speaks of was judged, and nothing deviates any more.
 * - `other-words`: something deviates, but what was seen is not what it says.
 * - `expired`: its last day is over.
 * - `untried`: not everything it speaks of was judged (a filter, a shard, an error), so that nothing can be said.
 */
export const STANDINGS = ['matched', 'stale', 'other-words', 'expired', 'untried'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The standings for which a run fails. */
const FAILING: readonly Standing[] = ['stale', 'other-words', 'expired'];

export function isFailing({ standing }: { readonly standing: Standing }): boolean {
  return FAILING.includes(standing);
}

/** What became of one entry. */
export interface EntryStanding {
  readonly entry: BaselineEntry;
  readonly standing: Standing;
  /** How many checks it excused. */
  readonly excused: number;
  /** One sentence: what it is and what to do. */
  readonly says: string;
}

interface Judged {
  readonly record: RunRecord;
  readonly check: RunRecordCheck;
}

/** What became of every entry, in their order. `records` are those of the whole run. */
export function standingsOf(records: readonly RunRecord[], baseline: Baseline): EntryStanding[] {
  const judged = records.flatMap((record) =>
    record.steps.flatMap((step) => step.checks.map((check): Judged => ({ record, check }))),
  );
  const day = records.map(({ startedAt }) => dayOf(startedAt)).reduce((a, b) => (a > b ? a : b), '');
  return baseline.entries.map((entry) => {
    const about = judged.filter(({ record, check }) => speaksOf(entry, check.requirement, record));
    const standing = standingOf(entry, about, day);
    const excused = standing === 'matched' ? about.filter((one) => isExcused(entry, one)).length : 0;
    return { entry, standing, excused, says: sentence(entry, standing, excused, about) };
  });
}

function standingOf(entry: BaselineEntry, about: readonly Judged[], day: string): Standing {
  if (day > entry.expires) return 'expired';
  if (about.some((one) => isExcused(entry, one))) return 'matched';
  if (about.some(({ check }) => isDeviation(check))) return 'other-words';
  const told = about.filter(({ check }) => check.verdict !== 'error');
  const playings = new Set(told.map(({ record: { scenario, method, tls } }) => `${scenario} ${method} ${tls}`));
  return playings.size > 0 && playings.size >= entry.playings ? 'stale' : 'untried';
}

function isExcused(entry: BaselineEntry, { check }: Judged): boolean {
  return isDeviation(check) && foresees(entry, check);
}

function sentence(entry: BaselineEntry, standing: Standing, excused: number, about: readonly Judged[]): string {
  const { requirement, scenario, expires, words, issue } = entry;
  const what = `${requirement} in ${scenario}`;
  switch (standing) {
    case 'matched':
      return `${what}: known until ${expires}, seen ${excused === 1 ? 'once' : `${excused} times`} (${issue})`;
    case 'stale':
      return `${what}: stale, nothing deviates any more; remove the entry`;
    case 'other-words': {
      const seen = about.find(({ check }) => isDeviation(check))?.check.seen ?? '';
      return `${what}: deviates in another way, saw "${seen}" where the entry says "${words}"; look again`;
    }
    case 'expired':
      return `${what}: expired on ${expires}; mend the target, or agree on a new day (${issue})`;
    case 'untried':
      return `${what}: not everything that it speaks of was judged, so nothing can be said of it`;
  }
}
