import fc from 'fast-check';
import { diffLines } from '../../../cli/report/diff.ts';
import { withKnownDeviations } from '../../../harness/baseline/match.ts';
import { VERDICTS } from '../../../harness/checks/judgement.ts';
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import { type Conformance, conformanceOf } from '../../../reports/conformance.ts';
import { diffOf } from '../../../reports/diff.ts';
import { expect, test } from '../../support/test.ts';
import { baseline, entry } from '../harness/baseline/entries.ts';
import { check, META, MIXED, record } from './records.ts';

const report = (records: readonly RunRecord[]): Conformance => conformanceOf(records, META);
const one = (verdict: (typeof VERDICTS)[number], seen = 'x') =>
  report([record([check('S6-torn-down', verdict, { seen })])]);

test('a report does not differ from itself, whatever the order of its records and whenever they were played', () => {
  const later = MIXED.map((played) => ({ ...played, startedAt: '2026-02-01T00:00:00.000Z', durationMs: 5 }));
  for (const other of [MIXED, [...MIXED].reverse(), later]) {
    const diff = diffOf(report(MIXED), report(other));
    expect(diff).toEqual({ setting: [], changed: [], vanished: [], appeared: [], latencies: [], worse: false });
    expect(diffLines(diff)).toEqual(['0 worse, 0 changed otherwise, 0 vanished, 0 appeared, 0 latencies moved']);
  }
});

test('a verdict that changed is worse when less is proved by it', () => {
  const worse = (before: (typeof VERDICTS)[number], after: (typeof VERDICTS)[number]) =>
    diffOf(one(before), one(after)).worse;
  expect(worse('pass', 'fail')).toBe(true);
  expect(worse('pass', 'warn')).toBe(true);
  expect(worse('warn', 'inconclusive')).toBe(true);
  expect(worse('fail', 'error')).toBe(true);
  expect(worse('fail', 'pass')).toBe(false);
  expect(worse('error', 'fail')).toBe(false);
  // A claim that rules something out proves nothing.
  expect(worse('pass', 'not-applicable')).toBe(true);
  expect(worse('fail', 'not-applicable')).toBe(true);
  expect(worse('not-applicable', 'pass')).toBe(false);
  expect(worse('not-applicable', 'fail')).toBe(true);
  expect(diffOf(one('pass'), one('fail', 'still open')).changed).toEqual([
    {
      playing: 'ccf-offboarding-psk · psk · TLS 1.2',
      step: 6,
      requirement: 'S6-torn-down',
      before: 'pass',
      after: 'fail',
      worse: true,
      seen: 'still open',
    },
  ]);
});

test('between any two different verdicts, there or back is worse, and never is a pass', () => {
  const verdict = fc.constantFrom(...VERDICTS);
  fc.assert(
    fc.property(verdict, verdict, (before, after) => {
      const [there, back] = [diffOf(one(before), one(after)).worse, diffOf(one(after), one(before)).worse];
      expect(there || back).toBe(before !== after);
      if (after === 'pass') expect(there).toBe(false);
    }),
  );
});

test('what the later run knew beforehand is a change, and not worse', () => {
  const known = withKnownDeviations(record([check('S6-torn-down', 'fail', { seen: 'still open' })]), baseline(entry()));
  const diff = diffOf(one('pass'), report([known]));
  expect(diff.worse).toBe(false);
  expect(diff.changed).toHaveLength(1);
});

test('a check that vanished is worse, one that appeared only when it did not pass', () => {
  const [whole, part] = [report(MIXED), report(MIXED.slice(0, 1))];
  const gone = diffOf(whole, part);
  expect(gone.vanished.map(({ requirement, before }) => [requirement, before])).toEqual([
    ['S0-tls-session', 'pass'],
    ['S3-aefpsk-deleted', 'inconclusive'],
    ['S6-torn-down', 'pass'],
  ]);
  expect(gone.worse).toBe(true);
  const come = diffOf(part, whole);
  expect(come.appeared.map(({ requirement, worse }) => [requirement, worse])).toEqual([
    ['S0-tls-session', false],
    ['S3-aefpsk-deleted', true],
    ['S6-torn-down', false],
  ]);
});

test('a requirement that is judged twice in a step is compared each with its own', () => {
  const twice = (first: 'pass' | 'fail', second: 'pass' | 'fail') =>
    report([record([check('S6-torn-down', first), check('S6-torn-down', second)])]);
  expect(diffOf(twice('pass', 'fail'), twice('fail', 'pass')).changed).toHaveLength(2);
});

test('latencies are told when they moved by much, and make nothing worse', () => {
  const took = (teardown: number): Conformance => {
    const whole = one('pass');
    return { ...whole, scenarios: whole.scenarios.map((play) => ({ ...play, latencies: { teardown } })) };
  };
  const diff = diffOf(took(4), took(904.5));
  expect(diff).toMatchObject({ worse: false, latencies: [{ latency: 'teardown', before: 4, after: 904.5 }] });
  expect(diffLines(diff)[0]).toBe('slower: teardown 4 ms → 904.5 ms in ccf-offboarding-psk · psk · TLS 1.2');
  expect(diffLines(diffOf(took(904.5), took(4)))[0]).toMatch(/^faster/);
  for (const [before, after] of [
    [4, 90],
    [1000, 1400],
    [-50, 45],
  ] as const) {
    expect(diffOf(took(before), took(after)).latencies).toEqual([]);
  }
});

test('another target, harness or claim is said before anything else', () => {
  const target = { ...record([]).target, name: 'Acme CCF 2.2', claims: { edition: 'published' } };
  const other = report(MIXED.map((played) => ({ ...played, target })));
  const lines = diffLines(
    diffOf(report(MIXED), { ...other, harness: { name: 'capif-conformance', version: '0.2.0' } }),
  );
  expect(lines.slice(0, 3)).toEqual([
    'other target Acme CCF 2.1 → Acme CCF 2.2',
    'other claims {"edition":"change-1"} → {"edition":"published"}',
    'other harness capif-conformance 0.1.0 → capif-conformance 0.2.0',
  ]);
});
