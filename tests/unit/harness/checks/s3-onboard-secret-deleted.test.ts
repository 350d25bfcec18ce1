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
  ['the target gives none', {}, 'not-applicable', /onboardSecret: false/, { onboardSecret: false }],
  ['the target gives none, whatever was seen', accepted, 'not-applicable', /./, { onboardSecret: false }],
]);
