import type { Check } from './check.ts';
import { accessDeleted } from './reasoning/service-access.ts';

export const check: Check = {
  requirement: 'S8-aefpsk-deleted',
  expected: 'the AEF to refuse TLS-PSK with the AEFPSK of the offboarded API invoker',
  judge: (context) => accessDeleted(context, 'aefpsk'),
};
