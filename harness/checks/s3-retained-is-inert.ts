import type { Check } from './check.ts';
import { allOf, isFinding, notApplicable, unclear } from './findings.ts';
import { accessToDelete } from './reasoning/access.ts';
import { gone } from './reasoning/gone.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S3-retained-is-inert',
  expected: 'what is retained of the offboarded API invoker to give no access',
  judge(context) {
    if (!context.claims.retention) return notApplicable('retention: false');
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const accesses = accessToDelete(context);
    if (accesses.length === 0) return unclear('precondition-failed', 'no access that had worked before offboarding');
    return allOf(accesses.map((name) => gone(context, success, name)));
  },
};
