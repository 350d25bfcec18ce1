import { judging } from './judging.ts';
import { negativeOn } from './negatives.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const accepted = { outcome: 'accepted', seen: '200' } as const;
const needsSecret = { 'control victim token': { outcome: 'refused', seen: '400 invalid_client' } } as const;

judging('S3-token-refused', [
  ...WITHOUT_SUCCESS,
  ...negativeOn('token').filter(([title]) => !/control|already before/.test(title)),
  [
    'only the request with the secret still accepted, which another row judges',
    { probes: { 'settled victim token-with-secret': accepted } },
    'holds',
  ],
  ['the CCF always wants the secret, and refuses it now', { probes: needsSecret }, 'holds', /onboard secret/],
  [
    'the CCF always wants the secret, and accepts it still',
    { probes: { ...needsSecret, 'settled victim token-with-secret': accepted } },
    'breached',
  ],
  [
    'no token was ever issued',
    { probes: { ...needsSecret, 'control victim token-with-secret': { outcome: 'refused', seen: '400' } } },
    'precondition-failed',
  ],
]);
