/** What is printed when a test ends: one line, and under it one sentence for each thing that failed. */
import { VERDICTS, type Verdict } from '../harness/checks/judgement.ts';
import { faultsOf, type RunRecord } from '../harness/evidence/run-record.ts';
import { type Outcome, oneLine, stackOf } from './outcome.ts';
import type { Paint } from './paint.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { playName, VERDICT_SIGNS, VERDICT_WORDS } from './words.ts';

/** Which checks get a sentence each; warnings wait for the summary. */
const TOLD: readonly Verdict[] = ['fail', 'inconclusive'];

/**
 * The lines for one ended test, the first of them e.g. `✓ ccf-offboarding-psk · psk · TLS 1.2  34 passed 1 warned  210 ms`.
 *
 * @param name - Title of the test; used where no record names the scenario.
 * @param run - How long the test took, in milliseconds, and which retry it was (0: none).
 */
export function testLines(
  outcome: Outcome,
  name: string,
  run: { readonly durationMs: number; readonly retry: number },
  paint: Paint,
): string[] {
  const { record, errors, skipped, notPlayed } = outcome;
  const tail = `  ${duration(run.durationMs)}${run.retry === 0 ? '' : `  (retry ${run.retry})`}`;
  const faults = errors.flatMap((error) => indent(stackOf(error)).map((line) => paint('error', line)));
  if (record !== undefined) {
    const verdict = errors.length > 0 ? 'error' : record.verdict;
    const title = playName({ id: record.scenario, method: record.method, tls: record.tls });
    return [
      `${sign(verdict, paint)} ${oneLine(title)}  ${outlineOf(record)}${tail}`,
      ...sentences(record, paint),
      ...faults,
    ];
  }
  const reason = skipped ?? notPlayed;
  if (reason !== undefined) {
    const words = skipped === undefined ? 'not played' : 'skipped';
    return [`${sign('not-applicable', paint)} ${oneLine(name)}  ${words}: ${oneLine(reason)}`, ...faults];
  }
  return [`${sign('error', paint)} ${oneLine(name)}  ended in an error${tail}`, ...faults];
}

/** Nothing of it was played, as was intended, and nothing went wrong. */
export function isLeftOut({ record, errors, skipped }: Outcome): boolean {
  return record === undefined && errors.length === 0 && skipped !== undefined;
}

/** One line for each reason to leave something out, e.g. that the target has another role, with how much that was. */
export function skippedLines(leftOut: readonly Outcome[], paint: Paint): string[] {
  const reasons = new Map<string, number>();
  for (const { skipped = '' } of leftOut) reasons.set(skipped, (reasons.get(skipped) ?? 0) + 1);
  return [...reasons].map(
    ([reason, count]) =>
      `${sign('not-applicable', paint)} ${count} ${count === 1 ? 'test' : 'tests'} skipped: ${oneLine(reason)}`,
  );
}

/** `34 passed 1 warned`, best first; or why the scenario does not apply. */
function outlineOf(record: RunRecord): string {
  if (record.notApplicableBecause !== undefined) return `not applicable: ${oneLine(record.notApplicableBecause)}`;
  const verdicts = record.steps.flatMap((step) => step.checks.map((check) => check.verdict));
  const order: readonly Verdict[] = [
    'pass',
    ...VERDICTS.filter((verdict) => verdict !== 'pass' && verdict !== 'not-applicable'),
    'not-applicable',
  ];
  const counted = order.map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length] as const);
  const said = counted
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${VERDICT_WORDS[verdict]}`);
  return said.join(' ') || 'no checks';
}

function sentences(record: RunRecord, paint: Paint): string[] {
  const checks = record.steps.flatMap((step) => step.checks);
  const errors = checks.filter((check) => check.verdict === 'error');
  const faults = faultsOf(record).filter((fault) => !errors.some((check) => check.seen.includes(fault)));
  const told = (verdict: Verdict, words: string) => paint(verdict, `    ${VERDICT_SIGNS[verdict]} ${oneLine(words)}`);
  return [
    ...checks
      .filter((check) => TOLD.includes(check.verdict) || check.known !== undefined)
      .map((check) => told(check.verdict, verdictSentence(check))),
    // One fault spoils every check after it; it is told once, not as often as it spoils.
    ...[...new Set(errors.map((check) => check.seen))].map((seen) => {
      const spoilt = errors.filter((check) => check.seen === seen);
      const [only] = spoilt;
      return told(
        'error',
        spoilt.length === 1 && only ? verdictSentence(only) : `${spoilt.length} checks in error: ${seen}`,
      );
    }),
    ...faults.map((message) => told('error', `the harness failed: ${message}`)),
  ];
}

function sign(verdict: Verdict, paint: Paint): string {
  return paint(verdict, VERDICT_SIGNS[verdict]);
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}

/** Milliseconds as people read them: `210 ms`, `3.4 s`. */
function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
