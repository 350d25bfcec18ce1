import { judging } from './judging.ts';
import type { Ending } from './play.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const end = (ms: number, signal: Ending['signal'] = 'close_notify', by: Ending['by'] = 'peer'): readonly Ending[] => [
  { ms, signal, by },
];
const keepAlive = (seconds: number) => ({ responseHeaders: { 'keep-alive': `timeout=${seconds}` } });

judging('S6-torn-down', [
  ...WITHOUT_SUCCESS,
  ['close_notify right after the answer', {}, 'holds', /close_notify 1\.0 ms after the answer/],
  ['close_notify in the flight of the answer', { victimEnds: end(-0.1) }, 'holds', /close_notify 0\.0 ms/],
  ['a bare FIN', { victimEnds: end(2, 'fin') }, 'holds'],
  ['RST', { victimEnds: end(2, 'rst') }, 'holds'],
  ['a fatal alert', { victimEnds: end(2, 'alert') }, 'holds'],
  ['200 rather than 204', { answer: { status: 200 } }, 'holds'],
  [
    'an answer that announces Connection: close',
    { answer: { responseHeaders: { connection: 'close' } } },
    'holds',
    /Connection: close/,
  ],
  ['with an announced idle time that was not over', { answer: keepAlive(5), victimEnds: end(40) }, 'holds'],
  [
    'late in the window, and a used session of a bystander stayed open',
    { bystanderUsed: true, victimEnds: end(4_990) },
    'holds',
  ],
  ['a bystander ended in the same act', { bystanderEnds: end(1.2) }, 'holds', /one act/],
  ['a bystander ended long after, by its idle limit', { bystanderEnds: end(3_000) }, 'holds', /stayed open/],
  [
    'at once, where the bystander had been let idle for longer before it was ended',
    { answer: { takes: 400 }, bystanderEnds: end(-300) },
    'holds',
    /let idle/,
  ],
  ['no bystander, but together with the answer', { bystanderSession: false }, 'holds', /together with the answer/],
  ['still open when the window is over', { victimEnds: [] }, 'breached', /still open 5\.0 s/],
  [
    'ended by ourselves once the window is over',
    { victimEnds: end(5_001, 'close_notify', 'self'), waits: false },
    'breached',
  ],
  ['ended too late', { victimEnds: end(5_100) }, 'breached', /only 5\.1 s/],
  ['ended within the window, to the last moment', { bystanderUsed: true, victimEnds: end(5_000) }, 'holds'],
  ['not waited for', { victimEnds: [], waits: false }, 'window-too-short'],
  ['ended by ourselves', { victimEnds: end(40, 'close_notify', 'self') }, 'window-too-short', /our own end/],
  [
    'ended by ourselves, the peer answering that',
    { victimEnds: [...end(40, 'fin', 'self'), ...end(41)] },
    'window-too-short',
  ],
  ['an incomplete answer', { answer: { complete: false, failure: 'closed' } }, 'precondition-failed', /incomplete/],
  [
    'every session is closed when it idles for 600 ms',
    { victimEnds: end(600), bystanderEnds: end(600 - 62) },
    'wrong-cause',
    /idle limit/,
  ],
  [
    'the same, our clock being a little off',
    { victimEnds: end(601.5), bystanderEnds: end(600 - 62 - 2) },
    'wrong-cause',
  ],
  [
    'the same, and the timers far off on a busy machine',
    { victimEnds: end(600), bystanderEnds: end(600) },
    'wrong-cause',
  ],
  ['the same, the later timer even overtaken', { victimEnds: end(600), bystanderEnds: end(660) }, 'wrong-cause'],
  [
    'the idle time that the answer announced is over',
    { answer: keepAlive(4), bystanderUsed: true, victimEnds: end(4_000) },
    'wrong-cause',
    /announced/,
  ],
  [
    'a sweep for idle sessions ended several at once, long after the answer',
    {
      before: [{ case: 'unknown-id', status: 404, quiet: 3_000 }],
      bystanderUsed: true,
      victimEnds: end(3_000),
      bystanderEnds: end(3_000.2),
    },
    'wrong-cause',
    /idle limit/,
  ],
  [
    'several idle sessions ended at once, but long after',
    { victimEnds: end(3_000), bystanderEnds: end(3_000.2) },
    'wrong-cause',
  ],
  [
    'late, and the bystander had never used its session: keep-alive limits start with the first answer',
    { victimEnds: end(3_000) },
    'wrong-cause',
    /used before/,
  ],
  ['late, and no bystander to compare with', { bystanderSession: false, victimEnds: end(600) }, 'precondition-failed'],
  [
    'late, and the bystander ended by ourselves before that',
    { bystanderUsed: true, bystanderEnds: end(10, 'fin', 'self'), victimEnds: end(600) },
    'precondition-failed',
  ],
]);
