import { asideLines } from '../../../reports/asides.ts';
import { Conformance, conformanceOf } from '../../../reports/conformance.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { expect, test } from '../../support/test.ts';
import { check, META, record } from './records.ts';

const passed = [check('S6-torn-down', 'pass')];
const resumed = { claim: 'sessionResumption', claimed: 'false', seen: 'a TLS session was resumed', evidence: [1] };
const invoker = (id: string) => ({ what: `API invoker ${id}`, why: 'DELETE → 500' });
const one = record(passed, { scenario: 'b', claimFindings: [resumed], leftovers: [invoker('INV2')] });
const other = record(passed, { scenario: 'a', claimFindings: [resumed], leftovers: [invoker('INV1')] });

test('a contradicted claim is told once, with the scenarios; what is left, thing by thing; in any order of the records', () => {
  const report = conformanceOf([one, other], META);
  const { claim, claimed, seen } = resumed;
  expect(report.claimFindings).toEqual([{ claim, claimed, seen, scenarios: ['a', 'b'] }]);
  expect(report.leftovers).toEqual([invoker('INV1'), invoker('INV2')]);
  const turned = conformanceOf([other, one], META);
  expect([turned.claimFindings, turned.leftovers]).toEqual([report.claimFindings, report.leftovers]);
  expect(Conformance.safeParse(report).success).toBe(true);
});

test('both stand in the summary and at the end of the run', () => {
  const report = conformanceOf([one, other], META);
  const summary = summaryMarkdown(report);
  expect(summary).toContain('## Claims contradicted: 1');
  expect(summary).toContain('## Left at the target: 2 things');
  expect(asideLines(report)).toEqual([
    'Claim contradicted: claims.sessionResumption is false, but a TLS session was resumed',
    'Left at the target: API invoker INV1 (DELETE → 500)',
    'Left at the target: API invoker INV2 (DELETE → 500)',
  ]);
});

test('of many leftovers the first are told, and where the rest is', () => {
  const leftovers = Array.from({ length: 12 }, (_, index) => invoker(`INV${index}`));
  const lines = asideLines({ leftovers });
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('Left at the target: 2 more, listed in conformance.json');
});

test('where there is nothing of the kind nothing is said', () => {
  const report = conformanceOf([record(passed)], META);
  expect('claimFindings' in report || 'leftovers' in report).toBe(false);
  expect(summaryMarkdown(report)).not.toMatch(/Claims contradicted|Left at the target/);
});
