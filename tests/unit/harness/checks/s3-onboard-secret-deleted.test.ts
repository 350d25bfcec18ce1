import { FOUND } from './invoker-recording.ts';
import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { witnessRows } from './witness-rows.ts';

const RETAINED = { residues: { 'control onboard-secret': FOUND, 'settled onboard-secret': FOUND }, settledAt: 3_000 };

const accepted = { probes: { 'settled victim token-with-secret': { outcome: 'accepted', seen: '200' } } } as const;

judging('S3-onboard-secret-deleted', [
  ...WITHOUT_SUCCESS,
  ...witnessRows('onboard-secret'),
  ['stored, as its operator retains it', RETAINED, 'holds', /./, { retention: true }],
  ...negativeOn('token-with-secret'),
  [
    'only the request without it still accepted',
    { probes: { 'settled victim token': { outcome: 'accepted', seen: '200' } } },
    'holds',
  ],
  [
    'accepted without the certificate, too, as it was before',
    {
      probes: {
        'control victim secret-alone': { outcome: 'accepted', seen: '200' },
        'settled victim secret-alone': { outcome: 'accepted', seen: '200' },
      },
    },
    'breached',
    /no certificate still accepted/,
  ],
  [
    'refused without the certificate, where it was accepted before',
    {
      probes: {
        'control victim secret-alone': { outcome: 'accepted', seen: '200' },
        'settled victim secret-alone': { outcome: 'refused', seen: '401' },
      },
    },
    'holds',
    /no certificate refused/,
  ],
  [
    'never good for anything without the certificate',
    {
      probes: {
        'control victim secret-alone': { outcome: 'refused', seen: '401' },
        'settled victim secret-alone': { outcome: 'refused', seen: '401' },
      },
    },
    'holds',
  ],
  ['the target gives none', {}, 'not-applicable', /onboardSecret: false/, { onboardSecret: false }],
  ['the target gives none, whatever was seen', accepted, 'not-applicable', /./, { onboardSecret: false }],
]);
