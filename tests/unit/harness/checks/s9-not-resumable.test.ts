import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const settled = (change: object) => ({ probes: { 'settled victim service-resumption': change } });
const unable = {
  probes: { 'control victim service-resumption': { outcome: 'wrong-cause', facts: { resumed: false } } },
} as const;

judgingAef('S9-not-resumable', [
  ...WITHOUT_NOTIFICATION,
  ['not resumed', {}, 'holds'],
  ['a full handshake instead', settled({ outcome: 'accepted', facts: { resumed: false } }), 'holds'],
  ['resumed and refused', settled({ outcome: 'refused', facts: { resumed: true } }), 'deviates'],
  ['resumed and served', settled({ outcome: 'accepted', facts: { resumed: true } }), 'breached'],
  ['not resumable before, though claimed', unable, 'precondition-failed'],
  ['not resumable, as claimed', unable, 'not-applicable', /sessionResumption/, { sessionResumption: false }],
  ['not tried', { probes: { 'settled victim service-resumption': 'absent' } }, 'no-traffic'],
]);
