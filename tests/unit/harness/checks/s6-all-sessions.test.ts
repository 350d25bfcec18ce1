import { judging } from './judging.ts';
import { allBystanders } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const use = 'settled victim parallel-session';
const served = { outcome: 'accepted', seen: '200', facts: { stillOpen: true } } as const;

judging('S6-all-sessions', [
  ...WITHOUT_SUCCESS,
  ['ended together with the session of step 0', {}, 'holds', /together/],
  ['ended on its own right after the answer', { victimEnds: [] }, 'holds'],
  [
    'open, and refused on its next use',
    { parallelEnds: [], probes: { [use]: { outcome: 'refused', seen: '401' } } },
    'holds',
    /401/,
  ],
  ['open, and served', { parallelEnds: [], probes: { [use]: served } }, 'breached'],
  [
    'closed in silence on its next use, a bystander served',
    { parallelEnds: [], probes: { [use]: { outcome: 'refused', facts: { silent: true } } } },
    'holds',
  ],
  [
    'closed in silence by a CCF that serves nobody',
    {
      parallelEnds: [],
      probes: { [use]: { outcome: 'refused', facts: { silent: true } }, ...allBystanders({ outcome: 'wrong-cause' }) },
    },
    'wrong-cause',
  ],
  [
    'failing for another reason',
    { parallelEnds: [], probes: { [use]: { outcome: 'wrong-cause', seen: '503' } } },
    'wrong-cause',
  ],
  ['not used again', { parallelEnds: [], probes: { [use]: 'absent' } }, 'no-traffic'],
  ['no parallel session', { parallelSession: false, parallelEnds: [] }, 'no-traffic'],
  [
    'it had not served before',
    { probes: { 'control victim parallel-session': { outcome: 'refused', seen: '401' } } },
    'precondition-failed',
  ],
  [
    'it had ended before the request',
    { parallelEnds: [{ signal: 'fin', ms: -30 }] },
    'precondition-failed',
    /before the offboarding/,
  ],
  [
    'every session is closed when it idles for 600 ms',
    {
      victimEnds: [{ signal: 'fin', ms: 600 }],
      bystanderEnds: [{ signal: 'fin', ms: 538 }],
      parallelEnds: [{ signal: 'fin', ms: 561 }],
    },
    'wrong-cause',
  ],
]);
