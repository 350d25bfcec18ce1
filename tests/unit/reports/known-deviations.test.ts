import { withKnownDeviations } from '../../../harness/baseline/match.ts';
import type { BaselineEntry, RunRecord } from '../../../harness/evidence/run-record.ts';
import { Conformance, conformanceOf } from '../../../reports/conformance.ts';
import { headline } from '../../../reports/headline.ts';
import { baselineFailures, baselineLines } from '../../../reports/known-deviations.ts';
import { plain } from '../../../reports/paint.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { conformanceTable } from '../../../reports/table.ts';
import { testLines } from '../../../reports/test-lines.ts';
import { expect, test } from '../../support/test.ts';
import { baseline, entry } from '../harness/baseline/entries.ts';
import { check, META, MIXED, record } from './records.ts';

const KNOWN = entry({ words: 'no end within', playings: 2 });

function reportOf(records: readonly RunRecord[], ...entries: readonly BaselineEntry[]): Conformance {
  const known = baseline(...entries);
  return conformanceOf(
    records.map((one) => withKnownDeviations(one, known)),
    META,
  );
}

test('a known deviation keeps its verdict and its place in every count', () => {
  const [before, after] = [conformanceOf(MIXED, META), reportOf(MIXED, KNOWN)];
  expect(Conformance.parse(after)).toEqual(after);
  const { known, ...summary } = after.summary;
  expect(known).toBe(1);
  expect(summary).toEqual(before.summary);
  const row = after.requirements.find(({ id }) => id === 'S6-torn-down');
  expect(row).toMatchObject({ verdict: 'fail', known: true });
  expect(after.requirements.filter((one) => one.known)).toHaveLength(1);
  expect(after.baseline).toMatchObject({
    file: 'targets/known-deviations.yaml',
    entries: [{ requirement: 'S6-torn-down', standing: 'matched', excused: 1 }],
  });
  expect(baselineFailures(after)).toEqual([]);
});

test('a requirement of which one deviation is known and another is not, is not known', () => {
  const other = record([check('S6-torn-down', 'fail', { seen: 'a crash' })], { tls: '1.3' });
  const report = reportOf([...MIXED, other], KNOWN);
  expect(report.summary.known).toBe(0);
  expect(report.requirements.some((row) => row.known)).toBe(false);
});

test('without a baseline a report has none of its members', () => {
  const report = conformanceOf(MIXED, META);
  expect(JSON.stringify(report)).not.toContain('known');
  expect(report).not.toHaveProperty('baseline');
  expect(reportOf(MIXED).summary.known).toBe(0);
});

test('shards that were played with different baselines are not put together', () => {
  const [one, two] = MIXED;
  if (!one || !two) throw new Error('two records are needed');
  const mixed = [withKnownDeviations(one, baseline(KNOWN)), two];
  expect(() => conformanceOf(mixed, META)).toThrow('speak of different baselines');
});

test('headline, table, summary and the line of the test call it known, never passed', () => {
  const report = reportOf(MIXED, KNOWN);
  expect(headline(report)).toContain('1 failed');
  expect(headline(report)).toMatch(
    /One requirement did not pass as the baseline says beforehand: a known deviation\.$/,
  );
  expect(conformanceTable(report)).toContain('failed: S6-torn-down (known)');
  const summary = summaryMarkdown(report);
  expect(summary).not.toContain('## Failed');
  expect(summary).toContain(
    '## Known deviations: 1 check\n\n| requirement | verdict | scenario | seen | reason | known until |\n| --- |',
  );
  expect(summary).toContain('| the proxy keeps idle sessions | 2026-12-31, https://tracker.acme.example/412 |');
  expect(baselineLines(report).map(({ text }) => text)).toEqual([
    'Known deviation: targets/known-deviations.yaml:2:5 S6-torn-down in ccf-offboarding-*: known until 2026-12-31, seen once (https://tracker.acme.example/412)',
  ]);
  const [first] = MIXED;
  const marked = first && withKnownDeviations(first, baseline(KNOWN));
  const lines = testLines({ record: marked, errors: [] }, '', { durationMs: 1, retry: 0 }, plain);
  expect(lines[1]).toContain('known deviation until 2026-12-31: S6-torn-down failed: ');
});

test('entries that have had their day come first in the summary, and fail the run', () => {
  const report = reportOf(
    MIXED,
    entry({ requirement: 'S0-tls-version', words: 'x' }),
    entry({ words: 'another end' }),
    entry({ expires: '2026-01-01', words: 'y' }),
    entry({ scenario: 'ccf-never', words: 'z' }),
  );
  expect(report.baseline?.entries.map(({ standing }) => standing)).toEqual([
    'stale',
    'other-words',
    'expired',
    'untried',
  ]);
  expect(baselineFailures(report)).toHaveLength(3);
  const summary = summaryMarkdown(report);
  expect(summary.indexOf('## Baseline to be mended: 3 entries')).toBeLessThan(summary.indexOf('## Failed'));
  expect(summary).toContain('stale, nothing deviates any more; remove the entry');
});
