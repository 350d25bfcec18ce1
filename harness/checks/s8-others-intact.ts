import type { Check } from './check.ts';
import { isFinding } from './findings.ts';
import { notified } from './reasoning/notified.ts';
import { stillServed } from './reasoning/service-access.ts';

export const check: Check = {
  requirement: 'S8-others-intact',
  expected: 'the AEF to go on serving an API invoker that was not offboarded',
  judge(context) {
    const notification = notified(context);
    return isFinding(notification) ? notification : stillServed(context, 'bystander', notification);
  },
};
