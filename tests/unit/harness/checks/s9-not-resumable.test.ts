import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const settled = (change: object) => ({ probes: { 'settled victim service-resumption': change } });
const before = (change: object) => ({ probes: { 'control victim service-resumption': change } });
const unable = before({ outcome: 'wrong-cause', facts: { resumed: false, given: false } });

judgingAef('S9-not-resumable', [
  ...WITHOUT_NOTIFICATION,
  ['not resumed', {}, 'holds'],
  ['a full handshake instead', settled({ outcome: 'accepted', facts: { resumed: false } }), 'holds'],
  ['resumed and refused', settled({ outcome: 'refused', facts: { resumed: true } }), 'deviates'],
  ['resumed and served', settled({ outcome: 'accepted', facts: { resumed: true } }), 'breached'],
  ['nothing given to resume by, though claimed', unable, 'not-applicable', /neither before/],
  ['a full handshake before', before({ outcome: 'accepted', facts: { resumed: false } }), 'not-applicable'],
  ['not tried before', { probes: { 'control victim service-resumption': 'absent' } }, 'precondition-failed'],
  ['503 before', before({ outcome: 'wrong-cause', seen: '503', facts: { resumed: false } }), 'precondition-failed'],
  ['not resumable, as claimed', unable, 'not-applicable', /sessionResumption/, { sessionResumption: false }],
  ['not tried', { probes: { 'settled victim service-resumption': 'absent' } }, 'no-traffic'],
]);
