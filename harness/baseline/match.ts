/** Which judgements an entry of the baseline speaks of, and which of them it excuses. Pure. */
import type { Verdict } from '../checks/judgement.ts';
import type { Baseline, BaselineEntry, RunRecord, RunRecordCheck } from '../evidence/run-record.ts';

/** One playing of a scenario: what a pattern is held against. */
export type Playing = Pick<RunRecord, 'scenario' | 'method' | 'tls'>;

/** Verdicts that a baseline can foresee. An error is a fault of the harness: nobody can have agreed to it. */
const DEVIATIONS: readonly Verdict[] = ['fail', 'warn', 'inconclusive'];

export function isDeviation({ verdict }: { readonly verdict: Verdict }): boolean {
  return DEVIATIONS.includes(verdict);
}

/** True when the entry speaks of this requirement in this playing: by the scenario's id, or by `id · method · TLS version`. */
export function speaksOf(
  entry: Pick<BaselineEntry, 'requirement' | 'scenario'>,
  requirement: string,
  { scenario, method, tls }: Playing,
): boolean {
  if (entry.requirement !== requirement) return false;
  return matches(entry.scenario, scenario) || matches(entry.scenario, `${scenario} · ${method} · TLS ${tls}`);
}

/**
 * True when `text` is what `pattern` describes: `*` stands for any characters, also none, `?` for exactly one; everything else for itself.
 * Goes over the text once for each `*` at most, whatever the pattern.
 */
export function matches(pattern: string, text: string): boolean {
  let [p, t] = [0, 0];
  let star: { readonly after: number; from: number } | undefined;
  while (t < text.length) {
    if (pattern[p] === '*') {
      p += 1;
      star = { after: p, from: t };
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star !== undefined) {
      star.from += 1;
      t = star.from;
      p = star.after;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

/** What a check saw, as a whole and thing by thing. */
type Seen = Pick<RunRecordCheck, 'seen' | 'parts'>;

/** True when the words of the entry occur in what was seen; how they are broken into lines does not matter. */
export function foresees(entry: Pick<BaselineEntry, 'words'>, { seen }: Seen): boolean {
  return onOneLine(seen).includes(onOneLine(entry.words));
}

/** True when each thing that was seen is foreseen by one of these entries: what comes in addition was agreed on by nobody. */
function foreseeAll(entries: readonly Pick<BaselineEntry, 'words'>[], check: Seen): boolean {
  const fitting = entries.filter((entry) => foresees(entry, check)).map(({ words }) => onOneLine(words));
  const things = (check.parts ?? [check.seen]).map(onOneLine);
  // Words may be those of several things, too.
  return things.every((thing) => fitting.some((words) => thing.includes(words) || words.includes(thing)));
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The day of a moment, UTC, e.g. `2026-01-31`: such days can be compared as text. */
export function dayOf(startedAt: string): string {
  return new Date(startedAt).toISOString().slice(0, 10);
}

/**
 * The record with every deviation marked that the baseline knows; verdicts stay as they are. A deviation of which several entries speak
 * is marked with the first; one that is several things is known when each of them is.
 */
export function withKnownDeviations(record: RunRecord, baseline: Baseline | undefined): RunRecord {
  if (baseline === undefined) return record;
  const day = dayOf(record.startedAt);
  const known = (check: RunRecordCheck) => {
    const speaking = (entry: BaselineEntry) =>
      isDeviation(check) && day <= entry.expires && speaksOf(entry, check.requirement, record);
    if (!foreseeAll(baseline.entries.filter(speaking), check)) return -1;
    return baseline.entries.findIndex((entry) => speaking(entry) && foresees(entry, check));
  };
  const marked = (check: RunRecordCheck): RunRecordCheck => {
    const index = known(check);
    const entry = baseline.entries[index];
    if (entry === undefined) return check;
    const { reason, issue, expires } = entry;
    return { ...check, known: { entry: index + 1, reason, issue, expires } };
  };
  const steps = record.steps.map((step) => ({ ...step, checks: step.checks.map(marked) }));
  return { ...record, steps, baseline };
}
