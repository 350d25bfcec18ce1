/** What the three rows about deletion at the AEF have in common. */
import type { AefPlay } from './aef-recording.ts';
import { type AefRow, WITHOUT_NOTIFICATION } from './role-judging.ts';

const settled = (change: object, more: AefPlay = {}): AefPlay => ({
  ...more,
  probes: { 'settled victim service-api': change, ...more.probes },
});
const silent = { outcome: 'refused', seen: 'closed', facts: { silent: true } };

export const ACCESS_ROWS: readonly AefRow[] = [
  ...WITHOUT_NOTIFICATION,
  ['refused afterwards', {}, 'holds', /refused \(401\)/],
  ['refused by a TLS alert', settled({ seen: 'TLS alert unknown_psk_identity' }), 'holds', /unknown_psk_identity/],
  ['refused, whatever the acknowledgement says', { genuine: { status: 500 } }, 'holds'],
  [
    'accepted at the acknowledgement, refused at last',
    { probes: { 'at-answer victim service-api': { outcome: 'accepted' } } },
    'holds',
  ],
  ['still accepted', settled({ outcome: 'accepted', seen: '200' }), 'breached', /still accepted/],
  [
    'still accepted by an AEF that never acknowledged',
    settled({ outcome: 'accepted' }, { genuine: { status: 500 } }),
    'precondition-failed',
    /500/,
  ],
  ['accepted before the window was over', settled({ outcome: 'accepted' }, { settledAt: 1_000 }), 'window-too-short'],
  [
    'never accepted before',
    { probes: { 'control victim service-api': { outcome: 'refused' } } },
    'precondition-failed',
  ],
  ['no control', { probes: { 'control victim service-api': 'absent' } }, 'precondition-failed'],
  [
    'lost already before, by a forged notification',
    {
      before: [
        { case: 'not-the-ccf', status: 403, probes: { 'victim service-api': { outcome: 'refused', seen: '401' } } },
      ],
    },
    'precondition-failed',
  ],
  [
    'looked at only before the notification',
    { before: [{ case: 'not-the-ccf', status: 403 }], probes: { 'settled victim service-api': 'absent' } },
    'no-traffic',
  ],
  ['503', settled({ outcome: 'wrong-cause', seen: '503' }), 'wrong-cause', /503/],
  ['closed in silence while a bystander is served', settled(silent), 'holds', /bystander/],
  [
    'closed in silence, and nobody served',
    settled(silent, { probes: { 'settled bystander service-api': { outcome: 'wrong-cause' } } }),
    'wrong-cause',
  ],
];
