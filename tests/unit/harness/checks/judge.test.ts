import { judgeRequirement } from '../../../../harness/checks/judge.ts';
import { malformation } from '../../../../harness/checks/judgement.ts';
import type { HarnessEntry, Timeline } from '../../../../harness/evidence/timeline.ts';
import { loadLedger, type Requirement } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
import { contextOf } from './judging.ts';
import { recording } from './recording.ts';

function row(id: string): Requirement {
  const found = loadLedger().byId(id);
  if (found === undefined) throw new Error(`the ledger has no ${id}`);
  return found;
}

function withEntry(timeline: Timeline, facts: HarnessEntry): Timeline {
  return [...timeline, { ...facts, seq: timeline.length + 1, at: 0, step: 0 }];
}

test('a judgement says what was expected, what was seen, and where it is written', () => {
  const judgement = judgeRequirement(row('S4-success'), contextOf(recording()));
  expect(judgement).toEqual({
    requirement: 'S4-success',
    level: 'shall',
    verdict: 'pass',
    expected: '204 No Content on the valid offboarding request',
    seen: '204 without a body',
    reason:
      'expected 204 No Content on the valid offboarding request; saw 204 without a body (TS 33.122 6.8 step 4; TS 29.222 8.4.2)',
    evidence: expect.arrayContaining([expect.any(Number)]),
    clause: 'TS 33.122 6.8 step 4; TS 29.222 8.4.2',
  });
});

const verdicts = [
  ['S6-torn-down', { victimEnds: [] }, 'fail', undefined],
  ['S6-close-notify', { victimEnds: [{ signal: 'fin', ms: 1 }] }, 'warn', undefined],
  ['S4-success', { answer: { status: 200 } }, 'warn', undefined],
  ['S7-notified', { valid: false }, 'inconclusive', 'precondition-failed'],
  ['S7-order', { told: [] }, 'pass', undefined],
  ['S3-retained-is-inert', {}, 'not-applicable', 'retention: false'],
] as const;
for (const [id, play, verdict, cause] of verdicts) {
  test(`${id} weighed by its level: ${verdict}`, () => {
    const judgement = judgeRequirement(row(id), contextOf(recording(play)));
    expect([judgement.verdict, judgement.cause]).toEqual([verdict, cause]);
  });
}

test('the change request binds nobody who claims the published text', () => {
  const kept = recording({ probes: { 'settled victim aefpsk': { outcome: 'accepted', seen: '200' } } });
  const judged = (id: string, edition: 'published' | 'change-1') =>
    judgeRequirement(row(id), contextOf(kept, { edition }));
  expect(judged('S3-aefpsk-deleted', 'change-1').verdict).toBe('fail');
  expect(judged('S3-aefpsk-deleted', 'published')).toMatchObject({
    verdict: 'not-applicable',
    cause: 'edition: published',
  });
  expect(judged('S3-certificate-deleted', 'published').verdict).toBe('pass');
});

test('a fault of the harness makes every judgement an error', () => {
  const faulty = withEntry(recording({ victimEnds: [] }), { kind: 'fault', message: 'no such file' });
  const judgement = judgeRequirement(row('S6-torn-down'), contextOf(faulty));
  expect(judgement).toMatchObject({
    verdict: 'error',
    seen: 'a fault of the harness: no such file',
    evidence: [faulty.length],
  });
});

test('so does a message of ours that breaks its schema, but not one of theirs', () => {
  const judged = (ours: boolean) => {
    const breach = {
      kind: 'contract',
      ours,
      schema: 'EventSubscription',
      issues: ['events: missing'],
      evidence: [],
    } as const;
    return judgeRequirement(row('S6-torn-down'), contextOf(withEntry(recording(), breach)));
  };
  const [ours, theirs] = [judged(true), judged(false)];
  expect(ours).toMatchObject({
    verdict: 'error',
    seen: expect.stringContaining('EventSubscription (events: missing)'),
  });
  expect(theirs.verdict).toBe('pass');
});

test('an exception of a check is an error of ours, not a failure of theirs', () => {
  const context = contextOf(recording());
  const broken = {
    ...context,
    get timing(): never {
      throw new Error('no timing');
    },
  };
  expect(judgeRequirement(row('S6-torn-down'), broken)).toMatchObject({
    verdict: 'error',
    seen: 'a fault of the check: no timing',
  });
});

test('what is no finding is an error of the check, whatever it is', () => {
  const finding = { outcome: 'holds', seen: 'all', evidence: [1] };
  expect(malformation(finding)).toBeUndefined();
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /answered undefined/],
    [Promise.resolve(finding), /a promise/],
    [{ ...finding, outcome: 'maybe' }, /outcome is maybe; one of holds, breached/],
    [{ ...finding, seen: 7 }, /what was seen/],
    [{ outcome: 'holds', seen: 'all' }, /no list of sequence numbers/],
    [{ ...finding, evidence: ['x'] }, /no list of sequence numbers/],
    [{ ...finding, outcome: 'unclear' }, /without a cause/],
    [{ ...finding, outcome: 'not-applicable' }, /without a claim/],
  ];
  for (const [answer, says] of wrong) expect(malformation(answer)).toMatch(says);
});

test('a requirement that no check knows is an error', () => {
  expect(judgeRequirement({ ...row('S9-torn-down'), id: 'S9-unheard-of' }, contextOf(recording()))).toMatchObject({
    verdict: 'error',
    seen: 'no check for this requirement',
  });
});
