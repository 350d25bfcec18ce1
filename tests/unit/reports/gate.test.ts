import { exitCodeOfReasons } from '../../../cli/run/exit-code.ts';
import { withKnownDeviations } from '../../../harness/baseline/match.ts';
import type { RunRecord, RunRecordCheck } from '../../../harness/evidence/run-record.ts';
import { conformanceOf, type ReportMeta } from '../../../reports/conformance.ts';
import { gateReasons, POLICIES, type Policy } from '../../../reports/gate.ts';
import { missingShards } from '../../../reports/shards.ts';
import { expect, test } from '../../support/test.ts';
import { baseline, entry } from '../harness/baseline/entries.ts';
import { check, LEDGER, META, MIXED, record } from './records.ts';

/** Everything that a CCF is judged for, passed. */
const PASSED = LEDGER.requirements.filter(({ roles }) => roles.includes('ccf')).map(({ id }) => check(id, 'pass'));
const GREEN = record(PASSED);

function codes(records: readonly RunRecord[], meta: Partial<ReportMeta> = {}): number[] {
  const report = conformanceOf(records, { ...META, ...meta });
  return POLICIES.map((policy) => exitCodeOfReasons(gateReasons(report, [policy])));
}

function but(...checks: readonly RunRecordCheck[]): RunRecord[] {
  return [GREEN, record(checks, { tls: '1.3' })];
}

test('a run in which everything passed opens every gate', () => {
  expect(gateReasons(conformanceOf([GREEN], META), POLICIES)).toEqual([]);
  expect(codes([GREEN])).toEqual([0, 0, 0]);
});

test('each policy closes for what it names: shall, should, complete', () => {
  expect(codes(but(check('S6-torn-down', 'fail')))).toEqual([1, 1, 1]);
  expect(codes(but(check('S6-torn-down', 'inconclusive')))).toEqual([3, 3, 3]);
  expect(codes(but(check('S6-close-notify', 'warn')))).toEqual([0, 1, 0]);
  expect(codes(but(check('S6-close-notify', 'inconclusive')))).toEqual([0, 3, 0]);
  expect(codes(but(check('S6-torn-down', 'not-applicable')))).toEqual([0, 0, 0]);
  expect(codes([record(PASSED.slice(1))])).toEqual([0, 0, 3]);
  expect(codes([GREEN], { skipped: [{ test: 'x', reason: 'another role' }] })).toEqual([0, 0, 0]);
});

test('a playing or a shard that is missing closes every gate: nobody knows what it would have said', () => {
  expect(codes([GREEN], { notPlayed: [{ test: 'x', reason: 'interrupted' }] })).toEqual([3, 3, 3]);
  const report = conformanceOf([GREEN], { ...META, notPlayed: missingShards(['1/3', '3/3']) });
  expect(gateReasons(report, ['shall'])).toEqual([
    { because: 'incomplete', text: expect.stringMatching(/^shard 2 of 3 was not played: /) },
  ]);
  const both = conformanceOf(but(check('S6-torn-down', 'fail')), { ...META, notPlayed: missingShards(['1/2']) });
  expect(exitCodeOfReasons(gateReasons(both, ['shall']))).toBe(1);
});

test('an error of the harness goes before a breach, and a breach before incompleteness', () => {
  expect(codes(but(check('S6-torn-down', 'error'), check('S0-tls-session', 'fail')))).toEqual([4, 4, 4]);
  expect(codes([GREEN], { errors: [{ test: 'x', reason: 'boom' }] })).toEqual([4, 4, 4]);
  expect(codes([GREEN, record([], { tls: '1.3', verdict: 'error' })])).toEqual([4, 4, 4]);
  expect(codes([record([check('S6-torn-down', 'fail')])])).toEqual([1, 1, 1]);
});

test('nothing played opens no gate', () => {
  expect(codes([])).toEqual([3, 3, 3]);
  const ruledOut = record([check('S6-torn-down', 'not-applicable')], { notApplicableBecause: 'no psk' });
  expect(codes([ruledOut])).toEqual([3, 3, 3]);
});

test('a known deviation closes no gate; a baseline that is not in order closes every one', () => {
  const late = but(check('S6-torn-down', 'fail', { seen: 'still open' }), check('S6-close-notify', 'warn'));
  const played = (words: string) =>
    late.map((one) => withKnownDeviations(one, baseline(entry({ words, playings: 2 }))));
  expect(codes(played('still open'))).toEqual([0, 1, 0]);
  const report = conformanceOf(played('an idle timeout'), META);
  expect(gateReasons(report, ['shall']).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^S6-torn-down failed in /),
    expect.stringMatching(/^baseline: targets\/known-deviations\.yaml:2:5 S6-torn-down in /),
  ]);
});

test('one line a requirement says where first, how often and why', () => {
  const twice = record([check('S6-torn-down', 'fail')], { tls: '1.3', method: 'pki' });
  const texts = (policies: readonly Policy[]) =>
    gateReasons(conformanceOf([...MIXED, twice], META), policies).map(({ text }) => text);
  expect(texts(['shall'])).toEqual([
    'S6-torn-down failed in ccf-offboarding-psk · psk · TLS 1.2 (and 1 more): expected S6-torn-down to hold; saw what makes it fail (TS 33.122 6.8)',
    'S3-aefpsk-deleted could not be told in ccf-offboarding-pki · pki · TLS 1.3: expected S3-aefpsk-deleted to hold; saw what makes it inconclusive (TS 33.122 6.8)',
  ]);
  expect(texts(['should', 'complete'])).toHaveLength(4);
});
