import type { Entry } from '../../../harness/evidence/timeline.ts';
import { Conformance, conformanceOf } from '../../../reports/conformance.ts';
import { htmlReport } from '../../../reports/html/report.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { toleratedLines } from '../../../reports/tolerated.ts';
import { expect, test } from '../../support/test.ts';
import { check, META, record } from './records.ts';

const tolerated = (seq: number, id: string): Entry => ({
  kind: 'tolerated',
  subject: 'ccf',
  dialect: 'capifcore',
  id,
  statement: `the CCF does ${id} | our AEF put up with it`,
  clause: 'TS 29.222 8.3.3.2',
  evidence: [],
  seq,
  at: seq,
  step: 0,
});

const passed = [check('S6-torn-down', 'pass')];
const one = record(passed, { scenario: 'b', timeline: [tolerated(1, 'put'), tolerated(2, 'created')] });
const other = record(passed, { scenario: 'a', timeline: [tolerated(1, 'put')] });

test('what was tolerated is told once, with the scenarios in which it was, whatever the order of the records', () => {
  const report = conformanceOf([one, other], META);
  expect(report.tolerated?.map(({ id, scenarios }) => [id, scenarios])).toEqual([
    ['created', ['b']],
    ['put', ['a', 'b']],
  ]);
  expect(conformanceOf([other, one], META).tolerated).toEqual(report.tolerated);
  expect(Conformance.safeParse(report).success).toBe(true);
});

test('it stands in the summary and at the end of the run, with its clause, and changes no verdict', () => {
  const report = conformanceOf([one, other], META);
  const summary = summaryMarkdown(report);
  expect(summary).toContain('## Tolerated to proceed: 2 deviations');
  expect(summary).toContain('the CCF does put \\| our AEF put up with it');
  expect(summary).toContain('TS 29.222 8.3.3.2');
  expect(toleratedLines(report)[0]).toMatch(
    /^Tolerated to proceed: created: the CCF does created .* \(TS 29\.222 8\.3\.3\.2\)$/,
  );
  expect(report.summary.pass).toBe(1);
});

test('the page has it under what was not proved', () => {
  const page = htmlReport(conformanceOf([one, other], META), [one, other]);
  expect(page).toMatch(/Tolerated to proceed[\s\S]*<code>put<\/code> the CCF does put/);
});

test('a target by the letter has nothing of it in its report', () => {
  const report = conformanceOf([record(passed)], META);
  expect(report).not.toHaveProperty('tolerated');
  expect(summaryMarkdown(report)).not.toContain('Tolerated');
  expect(toleratedLines(report)).toEqual([]);
});
