import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const settled = (change: object) => ({ probes: { 'settled bystander service-api': change } });

judgingAef('S8-others-intact', [
  ...WITHOUT_NOTIFICATION,
  ['the bystander served', {}, 'holds', /200/],
  ['the bystander refused', settled({ outcome: 'refused', seen: '401' }), 'breached', /401/],
  [
    'the bystander not served before',
    { probes: { 'control bystander service-api': { outcome: 'refused' } } },
    'precondition-failed',
  ],
  ['the bystander not tried afterwards', { probes: { 'settled bystander service-api': 'absent' } }, 'no-traffic'],
  ['503', settled({ outcome: 'wrong-cause', seen: '503' }), 'wrong-cause'],
  [
    'silence of an AEF that may be down',
    {
      probes: {
        'settled bystander service-api': { outcome: 'refused', facts: { silent: true } },
        'settled bystander service-open-session': 'absent',
      },
    },
    'wrong-cause',
  ],
  [
    'silence of an AEF that serves its open connection',
    settled({ outcome: 'refused', facts: { silent: true } }),
    'breached',
  ],
  [
    'refused only after a repeated notification, which another row judges',
    { after: [{ case: 'duplicate', status: 204, probes: { 'bystander service-api': { outcome: 'refused' } } }] },
    'holds',
  ],
]);
