import type { Check } from './check.ts';
import { forgotten } from './reasoning/forgotten.ts';

export const check: Check = {
  requirement: 'S5-id-deleted',
  expected: 'the API invoker to use its old ID no more, nor to store it',
  judge: (context) => forgotten(context, { what: 'its API invoker ID', uses: ['id'], kinds: ['api-invoker-id'] }),
};
