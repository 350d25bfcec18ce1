import { judging } from './judging.ts';

judging('S7-order', [
  ['answer, teardown, notification', {}, 'holds', /^answer after .*, teardown after .*, notification after/],
  [
    'the notification first',
    { aefs: ['aef-1'], told: [{ ms: -1 }] },
    'holds',
    /^notification after .*, answer after .*, teardown/,
  ],
  ['no teardown, no notification', { victimEnds: [], told: [] }, 'holds', /^answer after [^,]*$/],
  ['no success to speak of', { answer: { status: 403 } }, 'holds', /403/],
]);
