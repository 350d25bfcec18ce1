import { expect, test } from '../../../support/test.ts';
import { answerOf, findingOf, judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { recording } from './recording.ts';

const stalled = { status: 200, complete: false, failure: 'timeout', takes: 5_000 } as const;
const silent = { status: undefined, failure: 'timeout', takes: 5_000 } as const;

judging('S4-on-session', [
  ...WITHOUT_SUCCESS,
  ['complete', {}, 'holds', /204, complete/],
  ['complete, with close_notify in the same flight', { victimEnds: [{ signal: 'close_notify', ms: -0.1 }] }, 'holds'],
  ['stalled for good', { answer: stalled, victimEnds: [] }, 'breached', /200, incomplete/],
  [
    'stalled, and closed long after we had given up',
    { answer: stalled, victimEnds: [{ signal: 'fin', ms: 900 }] },
    'breached',
  ],
  ['no answer at all', { answer: silent, victimEnds: [] }, 'breached', /no answer/],
  ['an answer that is no HTTP', { answer: { status: undefined, failure: 'malformed' }, victimEnds: [] }, 'breached'],
  [
    'cut off by the ending',
    { answer: { complete: false, failure: 'closed' }, victimEnds: [{ signal: 'fin', ms: -0.1 }] },
    'precondition-failed',
    /S6-after-answer/,
  ],
  [
    'closed instead of an answer',
    { answer: { status: undefined, failure: 'closed' }, victimEnds: [{ signal: 'fin', ms: -0.1 }] },
    'precondition-failed',
  ],
  [
    'failed as if closed, without a sign of it',
    { answer: { status: undefined, failure: 'closed' }, victimEnds: [] },
    'wrong-cause',
  ],
  [
    'the session had ended before the request',
    { answer: { status: undefined, failure: 'closed' }, victimEnds: [{ signal: 'fin', ms: -30 }] },
    'precondition-failed',
    /whatever was asked/,
  ],
]);

test('S4-on-session precondition-failed: the request went out on another connection', () => {
  const timeline = recording().map((entry) =>
    entry.kind === 'action' && entry.action === 'open-session' && entry.subject === 'victim'
      ? { ...entry, facts: { connection: 'c9' } }
      : entry,
  );
  expect(answerOf(findingOf('S4-on-session', timeline))).toBe('precondition-failed');
  expect(answerOf(findingOf('S6-after-answer', timeline))).toBe('precondition-failed');
  expect(answerOf(findingOf('S6-torn-down', timeline))).toBe('precondition-failed');
});
