/** Whether a report may pass a gate, e.g. that of a release. Pure. */
import type { Conformance } from './conformance-schema.ts';
import { baselineFailures } from './known-deviations.ts';
import { checksOf, type Judged } from './requirement-rows.ts';
import { notPlayedWords, playName, VERDICT_WORDS } from './words.ts';

/**
 * What a gate is closed for. Always: a breach of a `shall`, a `shall` of which nothing could be told, an error, a baseline that is not in
 * order, nothing played, a playing or a shard that is missing: nobody knows what it would have said.
 * - `shall`: that.
 * - `should`: also a warning, and whatever else could not be told.
 * - `complete`: also anything that nothing was to look at, because of a filter, say.
 */
export const POLICIES = ['shall', 'should', 'complete'] as const;
export type Policy = (typeof POLICIES)[number];

/** Why a gate is closed: one line of text. */
export interface Reason {
  readonly because: 'not-conformant' | 'incomplete' | 'harness-error';
  readonly text: string;
}

/** Every reason to close the gate, faults of the harness first, then breaches; none when it is open. Known deviations are none. */
export function gateReasons(report: Conformance, policies: readonly Policy[]): Reason[] {
  const strict = policies.includes('should');
  const judged = checksOf(report.scenarios);
  const errors = judged.filter(({ check }) => check.verdict === 'error');
  const faulty = report.scenarios.filter(
    (play) => play.verdict === 'error' && !errors.some((one) => one.play === play),
  );
  const unexpected = judged.filter(({ check }) => check.known === undefined);
  const breaches = unexpected.filter(({ check: { verdict } }) => verdict === 'fail' || (strict && verdict === 'warn'));
  const untold = unexpected.filter(
    ({ check: { verdict, level } }) => verdict === 'inconclusive' && (strict || level === 'shall'),
  );
  const played = report.scenarios.some((play) => play.notApplicableBecause === undefined);
  const whole = policies.includes('complete') || !played;
  const missing = whole ? report.incompleteBecause : notPlayedWords(report.notPlayed);
  return [
    ...report.errors.map(({ test, reason }) => because('harness-error', `${test} ended in an error: ${reason}`)),
    ...faulty.map((play) => because('harness-error', `${playName(play)} ended in an error`)),
    ...byRequirement(errors).map((text) => because('harness-error', text)),
    ...byRequirement(breaches).map((text) => because('not-conformant', text)),
    ...baselineFailures(report).map((text) => because('not-conformant', `baseline: ${text}`)),
    ...byRequirement(untold).map((text) => because('incomplete', text)),
    ...missing.map((text) => because('incomplete', text)),
  ];
}

/** A line for each requirement and verdict: the first playing, and how many more there are. */
function byRequirement(judged: readonly Judged[]): string[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = `${one.check.requirement} ${VERDICT_WORDS[one.check.verdict]}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([what, [first, ...more]]) => {
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return `${what} in ${playName(first.play)}${others}: ${first.check.reason}`;
  });
}

function because(kind: Reason['because'], text: string): Reason {
  return { because: kind, text };
}
