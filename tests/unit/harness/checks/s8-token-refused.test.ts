import { FOUND } from './invoker-recording.ts';
import { judgingAef } from './role-judging.ts';
import { ACCESS_ROWS } from './service-access-rows.ts';

const nobody = { 'settled bystander service-api': 'absent' } as const;

const STORED = { residues: { 'control access-token': FOUND, 'settled access-token': FOUND } };

judgingAef('S8-token-refused', [
  ...ACCESS_ROWS,
  ['no bystander, but a token that had not expired', { probes: nobody, token: { expiresIn: 600 } }, 'holds'],
  ['refused, and stored as what is refused', STORED, 'holds', /still stored in store\/invoker\.json/],
  [
    'stored, and accepted',
    { ...STORED, probes: { 'settled victim service-api': { outcome: 'accepted', seen: '200' } } },
    'breached',
    /still accepted/,
  ],
  ['a token that had expired', { token: { expiresIn: 1 } }, 'wrong-cause', /expired/],
  ['nothing that tells whether the token had expired', { probes: nobody }, 'wrong-cause', /expired/],
]);
