import fc from 'fast-check';
import { dayOf, foresees, matches, speaksOf, withKnownDeviations } from '../../../../harness/baseline/match.ts';
import { failedChecks, failureOf, RunRecord } from '../../../../harness/evidence/run-record.ts';
import { expect, test } from '../../../support/test.ts';
import { check, record } from '../../reports/records.ts';
import { baseline, entry } from './entries.ts';

test('a pattern stands for what it says: * for anything, ? for one character, the rest for itself', () => {
  const cases: [pattern: string, text: string, fits: boolean][] = [
    ['ccf-offboarding', 'ccf-offboarding', true],
    ['ccf-offboarding', 'ccf-offboarding-psk', false],
    ['ccf-*', 'ccf-', true],
    ['*', '', true],
    ['?', '', false],
    ['?cf', 'ccf', true],
    ['*a*b', 'xxaxxbxxb', true],
    ['*a*b', 'xxaxxbxx', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['a*', 'ba', false],
  ];
  for (const [pattern, text, fits] of cases) expect(matches(pattern, text), `${pattern} on ${text}`).toBe(fits);
});

test('a pattern fits exactly what the same pattern fits as a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(letters, texts, (pattern, text) => {
      const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.');
      expect(matches(pattern, text)).toBe(new RegExp(`^(?:${expression})$`).test(text));
    }),
    { numRuns: 400 },
  );
});

test('a pattern full of stars costs no more than its length times the text', () => {
  const started = performance.now();
  expect(matches(`${'*a'.repeat(90)}b`, 'a'.repeat(20_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('an entry speaks of a scenario by its id, or of one playing of it', () => {
  const playing = record([check('S6-torn-down', 'fail')]);
  const speaks = (scenario: string) => speaksOf({ requirement: 'S6-torn-down', scenario }, 'S6-torn-down', playing);
  expect(
    ['ccf-offboarding-psk', 'ccf-*', '* · psk · *', '*TLS 1.2', 'ccf-offboarding-psk · psk · TLS 1.?'].map(speaks),
  ).toEqual([true, true, true, true, true]);
  expect(['aef-*', '* · pki · *', '*TLS 1.3'].map(speaks)).toEqual([false, false, false]);
  expect(speaksOf({ requirement: 'S6-close-notify', scenario: '*' }, 'S6-torn-down', playing)).toBe(false);
});

test('words are found however lines are broken, and letters count as they are', () => {
  expect(foresees({ words: 'still  open' }, { seen: 'the session was\n still\nopen 5 s later' })).toBe(true);
  expect(foresees({ words: 'Still open' }, { seen: 'still open' })).toBe(false);
});

test('a known deviation is marked, keeps its verdict, and does not fail the test', () => {
  const before = record([
    check('S0-tls-session', 'pass'),
    check('S6-torn-down', 'fail', { seen: 'still open 5 s after the answer' }),
  ]);
  const after = withKnownDeviations(before, baseline(entry()));
  expect(failureOf(before)).toContain('S6-torn-down');
  expect(failureOf(after)).toBeUndefined();
  expect(after.verdict).toBe('fail');
  const [, torn] = after.steps.flatMap((step) => step.checks);
  expect(torn).toMatchObject({ verdict: 'fail', known: { entry: 1, reason: entry().reason, expires: '2026-12-31' } });
  expect(RunRecord.parse(after).baseline?.entries).toHaveLength(1);
});

test('nothing else is excused: other words, another requirement, a pass, an error, the day after', () => {
  const played = record([
    check('S0-tls-version', 'fail', { seen: 'still open' }),
    check('S6-torn-down', 'fail', { seen: 'an ending by idle timeout' }),
    check('S6-torn-down', 'pass', { seen: 'still open' }),
    check('S6-torn-down', 'error', { seen: 'still open' }),
  ]);
  const marked = withKnownDeviations(played, baseline(entry()));
  expect(marked.steps.flatMap((step) => step.checks).filter(({ known }) => known)).toEqual([]);
  expect(failedChecks(marked)).toHaveLength(3);
  const late = record([check('S6-torn-down', 'fail', { seen: 'still open' })], {
    startedAt: '2027-01-01T00:00:00.000Z',
  });
  expect(failureOf(withKnownDeviations(late, baseline(entry())))).toBeDefined();
  const lastDay = { ...late, startedAt: '2026-12-31T23:59:59.999Z' };
  expect(failureOf(withKnownDeviations(lastDay, baseline(entry())))).toBeUndefined();
});

test('what comes beside a known deviation is not known with it, until an entry says so', () => {
  const parts = ['discovery still accepted (200)', 'subscription still accepted (201)'];
  const torn = check('S6-torn-down', 'fail', { seen: parts.join('; '), parts });
  const failure = (...words: string[]) =>
    failureOf(withKnownDeviations(record([torn]), baseline(...words.map((one) => entry({ words: one })))));
  expect(failure('subscription still accepted')).toContain('S6-torn-down');
  expect(failure('discovery still')).toBeDefined();
  expect(failure('subscription still accepted', 'discovery still')).toBeUndefined();
  expect(failure('still accepted')).toBeUndefined();
  expect(failure(parts.join('; '))).toBeUndefined();
});

test('warnings and what could not be told can be known, too', () => {
  const played = record([
    check('S6-close-notify', 'warn', { seen: 'FIN alone' }),
    check('S3-aefpsk-deleted', 'inconclusive', { seen: 'FIN alone' }),
  ]);
  const marked = withKnownDeviations(
    played,
    baseline(
      entry({ requirement: 'S6-close-notify', words: 'FIN' }),
      entry({ requirement: 'S3-aefpsk-deleted', words: 'FIN' }),
    ),
  );
  expect(marked.steps.flatMap((step) => step.checks).map(({ known }) => known?.entry)).toEqual([1, 2]);
  expect(failureOf(marked)).toBeUndefined();
});

test('without a baseline a record is what it was', () => {
  const played = record([check('S6-torn-down', 'fail')]);
  expect(withKnownDeviations(played, undefined)).toBe(played);
});

test('days are those of UTC', () => {
  expect(dayOf('2026-01-31T23:30:00.000-05:00')).toBe('2026-02-01');
});
