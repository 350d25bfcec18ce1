import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const probes = (probes: Record<string, object | 'absent'>) => ({ probes: probes as Record<string, 'absent'> });
const back = { 'settled victim service-api': { outcome: 'accepted', seen: '200' } };

judgingAef('S8-no-refetch', [
  ...WITHOUT_NOTIFICATION,
  ['refused then and later, the CCF answering 404', {}, 'holds'],
  ['refused then, let in later', probes(back), 'breached', /then .* still accepted/],
  ['the same, without an acknowledgement', { ...probes(back), genuine: { status: 500 } }, 'precondition-failed'],
  [
    'accepted then and later',
    probes({ ...back, 'at-answer victim service-api': { outcome: 'accepted' } }),
    'precondition-failed',
  ],
  [
    'let in later, but the CCF still knew it',
    probes({ ...back, 'settled victim trusted-invoker': { outcome: 'accepted' } }),
    'precondition-failed',
  ],
  [
    'the CCF refusing the AEF itself',
    probes({ 'settled victim trusted-invoker': { seen: '401' } }),
    'precondition-failed',
  ],
  ['the CCF not asked', probes({ 'settled victim trusted-invoker': 'absent' }), 'precondition-failed'],
  ['not tried at the acknowledgement', probes({ 'at-answer victim service-api': 'absent' }), 'no-traffic'],
  [
    'silence at the acknowledgement, others being served',
    probes({ 'at-answer victim service-api': { facts: { silent: true } } }),
    'holds',
  ],
  [
    'silence at the acknowledgement, and then let in',
    probes({ ...back, 'at-answer victim service-api': { facts: { silent: true } } }),
    'breached',
  ],
  [
    'silence at the acknowledgement, of an AEF that serves nobody',
    probes({
      'at-answer victim service-api': { facts: { silent: true } },
      'settled bystander service-api': { outcome: 'wrong-cause', seen: 'closed' },
      'settled bystander service-open-session': { outcome: 'wrong-cause', seen: 'closed' },
    }),
    'wrong-cause',
  ],
  ['not served before', probes({ 'control victim service-api': 'absent' }), 'precondition-failed'],
  ['let in before the window was over', { ...probes(back), settledAt: 500 }, 'window-too-short'],
]);
