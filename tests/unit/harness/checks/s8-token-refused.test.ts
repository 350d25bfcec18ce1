import { judgingAef } from './role-judging.ts';
import { ACCESS_ROWS } from './service-access-rows.ts';

const nobody = { 'settled bystander service-api': 'absent' } as const;

judgingAef('S8-token-refused', [
  ...ACCESS_ROWS,
  ['no bystander, but a token that had not expired', { probes: nobody, token: { expiresIn: 600 } }, 'holds'],
  ['a token that had expired', { token: { expiresIn: 1 } }, 'wrong-cause', /expired/],
  ['nothing that tells whether the token had expired', { probes: nobody }, 'wrong-cause', /expired/],
]);
