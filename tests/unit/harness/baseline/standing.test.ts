import { withKnownDeviations } from '../../../../harness/baseline/match.ts';
import { isFailing, standingsOf } from '../../../../harness/baseline/standing.ts';
import type { BaselineEntry, RunRecord } from '../../../../harness/evidence/run-record.ts';
import { expect, test } from '../../../support/test.ts';
import { check, record } from '../../reports/records.ts';
import { baseline, entry } from './entries.ts';

const OPEN = { seen: 'still open 5 s after the answer' };
const failing = record([check('S6-torn-down', 'fail', OPEN)]);
const passing = record([check('S6-torn-down', 'pass')], { tls: '1.3' });

function standing(records: readonly RunRecord[], changes: Partial<BaselineEntry> = {}) {
  const known = baseline(entry(changes));
  const [first] = standingsOf(
    records.map((one) => withKnownDeviations(one, known)),
    known,
  );
  if (first === undefined) throw new Error('an entry without a standing');
  return first;
}

test('an entry that excused something has matched, also where other playings pass', () => {
  expect(standing([failing, passing], { playings: 2 })).toMatchObject({ standing: 'matched', excused: 1 });
});

test('an entry is stale when all that it speaks of was judged and nothing deviates', () => {
  const { says, ...stale } = standing([passing]);
  expect(stale).toMatchObject({ standing: 'stale', excused: 0 });
  expect(isFailing(stale)).toBe(true);
  expect(says).toContain('remove the entry');
  // A claim that rules it out is no deviation either.
  expect(standing([record([check('S6-torn-down', 'not-applicable')])]).standing).toBe('stale');
});

test('an entry of which not everything was judged is not called stale', () => {
  for (const some of [
    standing([passing], { playings: 2 }),
    // The same playing twice (a retry) is one playing.
    standing([passing, passing], { playings: 2 }),
    standing([record([check('S0-tls-session', 'pass')])]),
    standing([record([check('S6-torn-down', 'error')])]),
  ]) {
    expect(some.standing).toBe('untried');
    expect(isFailing(some)).toBe(false);
  }
});

test('a deviation that looks otherwise is told with what was seen', () => {
  const { says, ...other } = standing([record([check('S6-torn-down', 'fail', { seen: 'an idle timeout' })])]);
  expect(other.standing).toBe('other-words');
  expect(isFailing(other)).toBe(true);
  expect(says).toContain('"an idle timeout"');
});

test('an entry whose last day is over has expired, whatever was seen', () => {
  for (const records of [[failing], [passing]]) {
    const expired = standing(records, { expires: '2026-01-30' });
    expect(expired).toMatchObject({ standing: 'expired', excused: 0 });
    expect(isFailing(expired)).toBe(true);
  }
  expect(standing([failing], { expires: '2026-01-31' }).standing).toBe('matched');
});
