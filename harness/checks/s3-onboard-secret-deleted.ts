import type { Check } from './check.ts';
import { notApplicable } from './findings.ts';
import { deletedByCcf } from './reasoning/forgotten-by-ccf.ts';
import { worked } from './reasoning/probe.ts';

export const check: Check = {
  requirement: 'S3-onboard-secret-deleted',
  expected: 'a token request with the old onboard secret to be refused',
  judge(context) {
    if (!context.claims.onboardSecret) return notApplicable('onboardSecret: false');
    // It may be good for something without the certificate as well: where it was, that must be over, too.
    const alone = worked(context.evidence.probe('secret-alone', 'victim', 'control')) ? ['secret-alone'] : [];
    return deletedByCcf(context, ['token-with-secret', ...alone], 'onboard-secret');
  },
};
