import type { Check } from './check.ts';
import { notApplicable } from './findings.ts';
import { forgotten } from './reasoning/forgotten.ts';

/** It is for the enrolment alone, so that no use of it is to be expected: only the storage tells. */
export const check: Check = {
  requirement: 'S5-onboard-secret-deleted',
  expected: 'the API invoker to store its Onboard_Secret no more',
  judge(context) {
    if (!context.claims.onboardSecret) return notApplicable('onboardSecret: false');
    return forgotten(context, { what: 'its Onboard_Secret', uses: [], kinds: ['onboard-secret'] });
  },
};
