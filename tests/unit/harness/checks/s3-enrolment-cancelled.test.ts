import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const EVENTS = { control: 'control victim events', settled: 'settled victim events' } as const;

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
  [
    'events refused after they had worked',
    { probes: { [EVENTS.control]: { outcome: 'accepted' }, [EVENTS.settled]: { outcome: 'refused' } } },
    'holds',
    /subscription to events refused/,
  ],
  [
    'events still accepted',
    { probes: { [EVENTS.control]: { outcome: 'accepted' }, [EVENTS.settled]: { outcome: 'accepted', seen: '201' } } },
    'breached',
    /subscription to events still accepted after offboarding \(201\)/,
  ],
  [
    'events failing for another reason',
    {
      probes: { [EVENTS.control]: { outcome: 'accepted' }, [EVENTS.settled]: { outcome: 'wrong-cause', seen: '503' } },
    },
    'wrong-cause',
    /503/,
  ],
  [
    'no events for API invokers, which a CCF may have it: said, and the rest counts',
    {
      probes: {
        [EVENTS.control]: { outcome: 'refused', seen: '403' },
        [EVENTS.settled]: { outcome: 'refused', seen: '401' },
      },
    },
    'holds',
    /subscription to events not served before either \(403\)/,
  ],
  [
    'no events before, and some afterwards: nobody can say whose doing that is',
    { probes: { [EVENTS.control]: { outcome: 'refused' }, [EVENTS.settled]: { outcome: 'accepted' } } },
    'precondition-failed',
  ],
  [
    'events worked, and were not tried again',
    { probes: { [EVENTS.control]: { outcome: 'accepted' } } },
    'no-traffic',
    /subscription to events not tried/,
  ],
]);
