import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

judging('S3-enrolment-cancelled', [
  ...WITHOUT_SUCCESS,
  ...negativeOn('discovery'),
  ...negativeOn('context-write'),
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
