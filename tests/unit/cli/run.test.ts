/** What a run's report means for its exit code, and what is run again. */

import { exitCodeOf } from '../../../cli/run/exit-code.ts';
import { failedTitles, grepFor } from '../../../cli/run/report.ts';
import type { Verdict } from '../../../harness/checks/judgement.ts';
import { Conformance } from '../../../reports/conformance-schema.ts';
import { expect, test } from '../../support/test.ts';

const NONE = { pass: 0, warn: 0, fail: 0, inconclusive: 0, notApplicable: 0, error: 0 };

interface Told {
  readonly verdict?: Verdict;
  readonly level?: 'shall' | 'should';
  readonly known?: true;
  readonly complete?: boolean;
  readonly errors?: readonly string[];
  readonly notPlayed?: readonly string[];
  readonly played?: boolean;
}

/** A report of one requirement, judged once. */
function report(told: Told = {}): Conformance {
  const {
    verdict = 'pass',
    level = 'shall',
    known,
    complete = true,
    errors = [],
    notPlayed = [],
    played = true,
  } = told;
  const note = (test: string) => ({ test, reason: test === 'the run' ? 'Error: No tests found' : 'it broke' });
  const check = {
    requirement: 'S6-torn-down',
    level,
    verdict,
    expected: 'x',
    seen: 'y',
    reason: 'z',
    clause: 'c',
    evidence: [],
    ...(known && {
      known: { entry: 1, reason: 'being mended', issue: 'https://tracker.example/7', expires: '2030-01-01' },
    }),
  };
  const base = { id: 'ccf-x', title: 't', file: 'f', underTest: 'ccf', method: 'psk', tls: '1.2', verdict };
  const play = {
    ...base,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    steps: [{ step: 6, title: 's', checks: [check] }],
  };
  const row = {
    id: 'S6-torn-down',
    step: 6,
    level,
    clause: 'c',
    roles: ['ccf'],
    verdict,
    scenarios: ['ccf-x'],
    ...(known && { known }),
  };
  const counts = { ...NONE, error: verdict === 'error' ? 1 : 0 };
  return Conformance.parse({
    schemaVersion: '1',
    harness: { name: 'h', version: '1' },
    target: null,
    roles: ['ccf'],
    ledger: { document: 'd', edition: null },
    startedAt: null,
    durationMs: 0,
    summary: { ...counts, complete, unjudged: 0, checks: NONE, scenarios: NONE },
    incompleteBecause: complete ? [] : ['No scenario judged 1 requirement of the tested roles.'],
    requirements: played ? [row] : [],
    unjudged: [],
    scenarios: played ? [play] : [],
    errors: errors.map(note),
    notPlayed: notPlayed.map(note),
    skipped: [],
  });
}

const CASES: readonly (readonly [string, Conformance | undefined, number | null, number])[] = [
  ['all holds', report(), 0, 0],
  ['a should is broken', report({ verdict: 'warn', level: 'should' }), 0, 0],
  ['a should could not be told', report({ verdict: 'inconclusive', level: 'should' }), 0, 0],
  ['a shall is broken', report({ verdict: 'fail' }), 1, 1],
  ['a shall is broken and not all was looked at', report({ verdict: 'fail', complete: false }), 1, 1],
  ['a shall is broken, as was known', report({ verdict: 'fail', known: true }), 0, 0],
  ['nothing is wrong, and Playwright failed', report(), 1, 4],
  ['a shall could not be told', report({ verdict: 'inconclusive' }), 1, 3],
  ['a part was filtered out', report({ complete: false }), 0, 3],
  ['the harness failed', report({ verdict: 'error', complete: false }), 1, 4],
  ['a test broke beside a failure', report({ verdict: 'fail', errors: ['a test'] }), 1, 4],
  ['no test matches', report({ played: false, complete: false, errors: ['the run'] }), 1, 2],
  ['the target cannot be reached', undefined, 2, 2],
  ['Playwright knows no such option', undefined, 1, 2],
  ['tests were only listed', undefined, 0, 0],
  ['it was killed', undefined, null, 4],
];
for (const [name, left, played, code] of CASES) {
  test(`exit code ${code}: ${name}`, () => expect(exitCodeOf(left, played)).toBe(code));
}

test('run again: what failed, could not be told or was not played', () => {
  const title = 'ccf-x · psk · TLS 1.2';
  expect(failedTitles(report())).toEqual([]);
  expect(failedTitles(report({ verdict: 'warn', level: 'should' }))).toEqual([]);
  expect(failedTitles(report({ verdict: 'fail', known: true }))).toEqual([]);
  for (const verdict of ['fail', 'error', 'inconclusive'] as const)
    expect(failedTitles(report({ verdict }))).toEqual([title]);
  expect(failedTitles(report({ notPlayed: ['ccf-y · pki · TLS 1.3'], errors: ['the run'] }))).toEqual([
    'ccf-y · pki · TLS 1.3',
  ]);
});

test('the pattern takes exactly those titles', () => {
  const pattern = new RegExp(grepFor(['ccf-x · psk · TLS 1.2']));
  const full = (title: string) => `play.spec.ts ${title} @ccf @psk @S6-torn-down`;
  expect(full('ccf-x · psk · TLS 1.2')).toMatch(pattern);
  for (const other of ['ccf-x · psk · TLS 1.3', 'accf-x · psk · TLS 1.2', 'ccf-x · psk · TLS 1x2'])
    expect(full(other)).not.toMatch(pattern);
});
