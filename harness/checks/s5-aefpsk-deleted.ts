import type { Check } from './check.ts';
import { forgotten } from './reasoning/forgotten.ts';

export const check: Check = {
  requirement: 'S5-aefpsk-deleted',
  expected: 'the API invoker to use the AEFPSK no more, nor to store it',
  judge: (context) => forgotten(context, { what: 'the AEFPSK', uses: ['aefpsk'], kinds: ['aefpsk'] }),
};
