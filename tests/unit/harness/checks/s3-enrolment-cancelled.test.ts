import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';

judging('S3-enrolment-cancelled', [
  ...negativeOn('discovery').slice(0, -1),
  ...negativeOn('context-write').slice(5, -1),
  [
    'silence for both, and nobody served',
    {
      probes: {
        'settled victim discovery': { outcome: 'refused', seen: 'closed', facts: { silent: true } },
        'settled bystander discovery': { outcome: 'wrong-cause', seen: 'closed' },
      },
    },
    'wrong-cause',
  ],
  [
    'one refused for no reason, the other accepted: the proved breach counts',
    {
      probes: {
        'settled victim discovery': { outcome: 'wrong-cause', seen: '503' },
        'settled victim context-write': { outcome: 'accepted', seen: '201' },
      },
    },
    'breached',
    /security context/,
  ],
]);
