import type { Check } from './check.ts';
import { notApplicable } from './findings.ts';
import { deletedByCcf } from './reasoning/forgotten-by-ccf.ts';

export const check: Check = {
  requirement: 'S3-onboard-secret-deleted',
  expected: 'a token request with the old onboard secret to be refused',
  judge(context) {
    if (!context.claims.onboardSecret) return notApplicable('onboardSecret: false');
    return deletedByCcf(context, 'token-with-secret', 'onboard-secret');
  },
};
