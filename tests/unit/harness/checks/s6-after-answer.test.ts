import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const partial = { complete: false, failure: 'closed' } as const;

judging('S6-after-answer', [
  ...WITHOUT_SUCCESS,
  ['complete, then ended', {}, 'holds'],
  ['complete, never ended', { victimEnds: [] }, 'holds'],
  ['complete, delimited by the ending', { victimEnds: [{ signal: 'close_notify', ms: -0.2 }] }, 'holds'],
  [
    'cut off by close_notify',
    { answer: partial, victimEnds: [{ signal: 'close_notify', ms: -0.1 }] },
    'breached',
    /close_notify/,
  ],
  [
    'cut off by a FIN that is stamped a little after the failure',
    { answer: partial, victimEnds: [{ signal: 'fin', ms: 0.3 }] },
    'breached',
  ],
  [
    'cut off by RST before any answer',
    { answer: { status: undefined, failure: 'reset' }, victimEnds: [{ signal: 'rst', ms: -1 }] },
    'breached',
    /no answer/,
  ],
  [
    'stalled',
    { answer: { ...partial, failure: 'timeout', takes: 5_000 }, victimEnds: [] },
    'no-traffic',
    /S4-on-session/,
  ],
  [
    'stalled, and closed as we gave up',
    { answer: { ...partial, failure: 'timeout', takes: 5_000 }, victimEnds: [{ signal: 'fin', ms: 1 }] },
    'no-traffic',
  ],
  [
    'we ended the session ourselves',
    {
      answer: { ...partial, failure: 'other' },
      victimEnds: [
        { signal: 'fin', ms: -1, by: 'self' },
        { signal: 'fin', ms: -0.5 },
      ],
    },
    'no-traffic',
  ],
  [
    'an idle limit had ended the session before the request',
    { answer: { status: undefined, failure: 'closed' }, victimEnds: [{ signal: 'close_notify', ms: -2 }] },
    'precondition-failed',
    /whatever was asked/,
  ],
  [
    'closed after the handshake, as a CCF does that never served this API invoker',
    {
      answer: { status: undefined, failure: 'closed' },
      victimEnds: [{ signal: 'close_notify', ms: -1 }],
      probes: { 'control victim discovery': { outcome: 'refused', seen: 'closed' } },
    },
    'precondition-failed',
  ],
  [
    'closed as the request came, the session having idled for long',
    {
      before: [{ case: 'unknown-id', status: 404, quiet: 1_200 }],
      answer: { status: undefined, failure: 'closed' },
      victimEnds: [{ signal: 'close_notify', ms: -1 }],
    },
    'precondition-failed',
  ],
]);
