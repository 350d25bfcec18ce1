/** How reports tell of the baseline: what it excused, and which of its entries have had their day. */
import { isFailing } from '../harness/baseline/standing.ts';
import type { Conformance } from './conformance-schema.ts';
import { quote, table } from './markdown.ts';
import { checksOf } from './requirement-rows.ts';
import { count, playName, VERDICT_WORDS } from './words.ts';

type Entry = NonNullable<Conformance['baseline']>['entries'][number];

/** The entries for which the run fails, each as `file:line:col sentence`. */
export function baselineFailures(report: Conformance): string[] {
  const { file = '', entries = [] } = report.baseline ?? {};
  return entries.filter(isFailing).map((entry) => placed(file, entry));
}

/** The end of the headline, where there is something to say. */
export function knownInWords({ summary: { known = 0 } }: Conformance): string {
  if (known === 0) return '';
  return known === 1
    ? ' One requirement did not pass as the baseline says beforehand: a known deviation.'
    : ` ${known} requirements did not pass as the baseline says beforehand: known deviations.`;
}

/** What the end of a run says of each entry, and whether the run fails for it. */
export function baselineLines(report: Conformance): { text: string; fails: boolean }[] {
  const { file = '', entries = [] } = report.baseline ?? {};
  return entries.map((entry) => {
    const label = entry.standing === 'matched' ? 'Known deviation' : 'Baseline';
    return { text: `${label}: ${placed(file, entry)}`, fails: isFailing(entry) };
  });
}

/** The sections of a summary: entries that need attention, then what is known. Empty text where there is nothing to say. */
export function baselineSections(report: Conformance): string[] {
  const failures = baselineFailures(report);
  const known = checksOf(report.scenarios).filter(({ check }) => check.known !== undefined);
  const rows = known.map(({ play, check }) => [
    check.requirement,
    VERDICT_WORDS[check.verdict],
    playName(play),
    check.seen,
    check.known?.reason ?? '',
    `${check.known?.expires ?? ''}, ${check.known?.issue ?? ''}`,
  ]);
  return [
    failures.length === 0
      ? ''
      : [
          `## Baseline to be mended: ${entries(failures.length)}`,
          failures.map((line) => `- ${quote(line)}`).join('\n'),
        ].join('\n\n'),
    rows.length === 0
      ? ''
      : [
          `## Known deviations: ${count(rows.length, 'check')}`,
          table(['requirement', 'verdict', 'scenario', 'seen', 'reason', 'known until'], rows),
        ].join('\n\n'),
  ];
}

function entries(number: number): string {
  return number === 1 ? '1 entry' : `${number} entries`;
}

function placed(file: string, { line, column, says }: Entry): string {
  return `${file}:${line}:${column} ${says}`;
}
