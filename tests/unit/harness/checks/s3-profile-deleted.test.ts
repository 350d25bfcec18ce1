import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const refusedBefore = { outcome: 'refused', seen: '501' } as const;
const accepted = { outcome: 'accepted', seen: '200' } as const;

judging('S3-profile-deleted', [
  ...WITHOUT_SUCCESS,
  ['PUT and PATCH refused', {}, 'holds', /PUT.*PATCH/],
  ['PATCH never supported, PUT refused', { probes: { 'control victim profile-patch': refusedBefore } }, 'holds', /PUT/],
  [
    'PATCH never supported, and "accepted" later: its control is missing, PUT decides',
    { probes: { 'control victim profile-patch': refusedBefore, 'settled victim profile-patch': accepted } },
    'holds',
  ],
  ['a second DELETE refused too', { after: [{ case: 'repeat', status: 404 }] }, 'holds', /404 on a second DELETE/],
  ['a second DELETE answered 204, which another row judges', { after: [{ case: 'repeat', status: 204 }] }, 'holds'],
  ['PUT still accepted', { probes: { 'settled victim profile-put': accepted } }, 'breached'],
  ['PATCH still accepted', { probes: { 'settled victim profile-patch': accepted } }, 'breached'],
  [
    'neither supported',
    { probes: { 'control victim profile-put': refusedBefore, 'control victim profile-patch': refusedBefore } },
    'precondition-failed',
  ],
  ['PUT not tried again', { probes: { 'settled victim profile-put': 'absent' } }, 'no-traffic'],
  ...negativeOn('profile-put').filter(([title]) => /another reason|no longer available|silence/.test(title)),
]);
