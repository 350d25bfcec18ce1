import type { Check } from './check.ts';
import { accessDeleted } from './reasoning/service-access.ts';

/** Unbinding the invoker from a shared root is enough: what counts is that its certificate opens nothing. */
export const check: Check = {
  requirement: 'S8-trust-deleted',
  expected: 'the AEF to refuse mutual TLS, or the request on it, with the certificate of the offboarded API invoker',
  judge: (context) => accessDeleted(context),
};
