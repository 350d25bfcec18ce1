import { judgingAef, WITHOUT_NOTIFICATION } from './role-judging.ts';

const at = (change: object) => ({ probes: { 'at-answer victim service-api': change } });
const ends = (ms: number) => ({ victimEnds: [{ signal: 'close_notify', ms } as const] });

judgingAef('S10-after-deletion', [
  ...WITHOUT_NOTIFICATION,
  ['refused and torn down before', {}, 'holds'],
  ['torn down within our own jitter', ends(1.9), 'holds'],
  ['too close to tell', ends(20), 'not-observable'],
  ['torn down 200 ms later', ends(200), 'breached', /200 ms after/],
  ['never torn down, which another row judges', { victimEnds: [] }, 'holds'],
  ['still accepted, and refused later', at({ outcome: 'accepted', seen: '200' }), 'breached', /200/],
  [
    'accepted then and ever after, which the rows of step 8 judge',
    {
      probes: {
        'at-answer victim service-api': { outcome: 'accepted' },
        'settled victim service-api': { outcome: 'accepted' },
      },
    },
    'precondition-failed',
    /nothing deleted at all/,
  ],
  ['silence while a bystander is served', at({ facts: { silent: true } }), 'holds'],
  ['503', at({ outcome: 'wrong-cause', seen: '503' }), 'wrong-cause'],
  ['not tried', { probes: { 'at-answer victim service-api': 'absent' } }, 'no-traffic'],
  ['not served before', { probes: { 'control victim service-api': 'absent' } }, 'precondition-failed'],
  ['never acknowledged', { genuine: { status: 500 } }, 'precondition-failed'],
  [
    'ended later as by an idle limit',
    { ...ends(558), bystanderEnds: [{ signal: 'close_notify', ms: 508 }] },
    'wrong-cause',
  ],
]);
