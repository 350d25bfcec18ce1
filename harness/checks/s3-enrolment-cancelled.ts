import type { Check } from './check.ts';
import { allGone } from './reasoning/gone.ts';

export const check: Check = {
  requirement: 'S3-enrolment-cancelled',
  expected: 'discovery and the PUT of a security context to be refused with the old certificate',
  judge: (context) => allGone(context, ['discovery', 'context-write']),
};
