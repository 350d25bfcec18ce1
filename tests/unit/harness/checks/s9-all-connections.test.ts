import { SPENT } from './aef-recording.ts';
import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const open = (outcome: string) => ({
  parallelEnds: [],
  probes: { 'settled victim service-parallel': { outcome } as object },
});

judgingAef('S9-all-connections', [
  ...WITHOUT_NOTIFICATION,
  ['both ended', {}, 'holds', /together/],
  ['the other refused on its next use', open('refused'), 'holds'],
  ['the other served', open('accepted'), 'breached'],
  ['the other failing for another reason', open('wrong-cause'), 'wrong-cause'],
  ['none', { parallel: false }, 'no-traffic'],
  ['ended before the notification', { parallelEnds: [{ signal: 'fin', ms: -10 }] }, 'precondition-failed'],
  ['none left: each had ended with its answer', SPENT, 'holds', /none was left/],
  ['not served before', { probes: { 'control victim service-parallel': 'absent' } }, 'precondition-failed'],
  [
    'the other served, and never acknowledged',
    { ...open('accepted'), genuine: { status: 500 } },
    'precondition-failed',
  ],
]);
