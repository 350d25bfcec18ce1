import type { Check } from './check.ts';
import { forgotten } from './reasoning/forgotten.ts';

export const check: Check = {
  requirement: 'S5-token-deleted',
  expected: 'the API invoker to present the access token no more, nor to store it',
  judge: (context) => forgotten(context, { what: 'its access token', uses: ['access-token'], kinds: ['access-token'] }),
};
