import type { Check } from './check.ts';
import { notApplicable } from './findings.ts';
import { forgotten } from './reasoning/forgotten.ts';

/** Its use proves that it was kept. That it is not used proves little: it is for the enrolment alone, so that the storage must tell. */
export const check: Check = {
  requirement: 'S5-onboard-secret-deleted',
  expected: 'the API invoker to show its Onboard_Secret no more, nor to store it',
  judge(context) {
    if (!context.claims.onboardSecret) return notApplicable('onboardSecret: false');
    const wanted = { what: 'its Onboard_Secret', uses: ['onboard-secret'], kinds: ['onboard-secret'] } as const;
    return forgotten(context, { ...wanted, silent: 'proves nothing' });
  },
};
