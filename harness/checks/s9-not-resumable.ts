import type { Check } from './check.ts';
import { isFinding } from './findings.ts';
import { notResumable } from './reasoning/not-resumable.ts';
import { notified, onceAcknowledged } from './reasoning/notified.ts';

export const check: Check = {
  requirement: 'S9-not-resumable',
  expected: 'the ended TLS connection not to be resumed into service',
  judge(context) {
    const notification = notified(context);
    const finding = notResumable(context, notification, 'service-resumption');
    return isFinding(notification) ? finding : onceAcknowledged(notification, finding);
  },
};
