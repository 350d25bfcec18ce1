import type { Check } from './check.ts';
import { allGone } from './reasoning/gone.ts';

export const check: Check = {
  requirement: 'S3-service-auth-deleted',
  expected: "the AEF's GET of the security context to find nothing of the offboarded API invoker",
  judge: (context) => allGone(context, ['trusted-invoker']),
};
