import { SPENT } from './aef-recording.ts';
import type { Ending } from './play.ts';
import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const end = (ms: number, signal: Ending['signal'] = 'close_notify', by: Ending['by'] = 'peer'): readonly Ending[] => [
  { ms, signal, by },
];

judgingAef('S9-torn-down', [
  ...WITHOUT_NOTIFICATION,
  ['before the acknowledgement', {}, 'holds', /stayed open/],
  ['after the acknowledgement', { victimEnds: end(200) }, 'holds'],
  ['before an acknowledgement that fails', { genuine: { status: 500 } }, 'holds'],
  ['RST', { victimEnds: end(1, 'rst') }, 'holds'],
  ['in one act with a bystander', { bystanderEnds: end(-0.2) }, 'holds', /one act/],
  ['no bystander, upon receipt', { bystanderSession: false }, 'holds'],
  [
    'no bystander, amid a slow acknowledgement',
    { bystanderSession: false, genuine: { takes: 900 }, victimEnds: end(-400) },
    'precondition-failed',
  ],
  ['still open', { victimEnds: [] }, 'breached', /still open/],
  ['ended too late', { victimEnds: end(5_100) }, 'breached', /only 5\.1 s/],
  ['still open, and never acknowledged', { victimEnds: [], genuine: { status: 500 } }, 'precondition-failed'],
  ['not waited for', { victimEnds: [], waits: false, settledAt: 10 }, 'window-too-short'],
  ['ended by ourselves', { victimEnds: end(40, 'fin', 'self') }, 'window-too-short'],
  ['ended before the notification', { victimEnds: end(-10) }, 'precondition-failed', /before the notification/],
  [
    'every connection is closed when it idles for 600 ms',
    { victimEnds: end(558), bystanderEnds: end(508) },
    'wrong-cause',
    /idle limit/,
  ],
  ['late, and the bystander had never used its connection', { victimEnds: end(3_000) }, 'wrong-cause'],
  ['none left: each had ended with its answer', SPENT, 'holds', /none was left/],
  ['said to end with its answer, and left open', { ...SPENT, victimEnds: [] }, 'breached', /still open/],
  [
    'said to end with its answer, and ended by ourselves',
    { ...SPENT, victimEnds: end(-30, 'fin', 'self') },
    'precondition-failed',
  ],
  ['no connection', { sessions: false }, 'precondition-failed'],
]);
