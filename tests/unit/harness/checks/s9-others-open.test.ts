import { SPENT } from './aef-recording.ts';
import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const use = (change: object, more: object = {}) => ({
  probes: { 'settled bystander service-open-session': change },
  ...more,
});

judgingAef('S9-others-open', [
  ...WITHOUT_NOTIFICATION,
  ['served', {}, 'holds'],
  [
    'ended in one act with the victim',
    use({ outcome: 'refused' }, { bystanderEnds: [{ signal: 'fin', ms: -0.2 }] }),
    'breached',
    /together/,
  ],
  ['refused', use({ outcome: 'refused', seen: '401' }), 'breached', /401/],
  [
    'refused on a connection that stayed open, which S8-others-intact judges',
    use({ outcome: 'refused', seen: '401', facts: { stillOpen: true } }),
    'precondition-failed',
    /S8-others-intact/,
  ],
  ['none, since each ends with its answer', SPENT, 'holds', /none to keep/],
  [
    "the victim's ended with its answer, the bystander's did not",
    use({ outcome: 'refused', facts: { stillOpen: false } }, { ...SPENT, spent: 'victim', bystanderEnds: [] }),
    'breached',
  ],
  [
    'refused, but never shown to be served',
    {
      probes: {
        'settled bystander service-open-session': { outcome: 'refused' },
        'control bystander service-api': 'absent',
      },
    },
    'precondition-failed',
  ],
  [
    'ended apart, as by an idle limit',
    use({ outcome: 'refused' }, { bystanderEnds: [{ signal: 'fin', ms: 700 }] }),
    'wrong-cause',
  ],
  ['503', use({ outcome: 'wrong-cause', seen: '503' }), 'wrong-cause'],
  ['none', { bystanderSession: false }, 'precondition-failed'],
  ['not used', { probes: { 'settled bystander service-open-session': 'absent' } }, 'no-traffic'],
]);
