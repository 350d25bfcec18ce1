import type { Check } from './check.ts';
import { deletedByCcf } from './reasoning/forgotten-by-ccf.ts';

export const check: Check = {
  requirement: 'S3-aefpsk-deleted',
  expected: "the AEF's GET of the authentication information to yield no AEFPSK of the offboarded API invoker",
  judge: (context) => deletedByCcf(context, ['aefpsk'], 'aefpsk'),
};
