import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

judging('S6-close-notify', [
  ...WITHOUT_SUCCESS,
  ['close_notify, then FIN', {}, 'holds'],
  [
    'close_notify, then RST',
    {
      victimEnds: [
        { signal: 'close_notify', ms: 1 },
        { signal: 'rst', ms: 2 },
      ],
    },
    'holds',
  ],
  ['close_notify alone', { victimEnds: [{ signal: 'close_notify', ms: 1 }] }, 'holds'],
  ['a bare FIN', { victimEnds: [{ signal: 'fin', ms: 1 }] }, 'breached', /bare FIN/],
  ['RST', { victimEnds: [{ signal: 'rst', ms: 1 }] }, 'breached', /RST/],
  [
    'a fatal alert',
    {
      victimEnds: [
        { signal: 'alert', ms: 1 },
        { signal: 'fin', ms: 1.1 },
      ],
    },
    'breached',
    /alert/,
  ],
  ['never ended', { victimEnds: [] }, 'no-traffic'],
  [
    'ended by ourselves, the peer answering that',
    {
      victimEnds: [
        { signal: 'fin', ms: 1, by: 'self' },
        { signal: 'fin', ms: 2 },
      ],
    },
    'no-traffic',
  ],
]);
