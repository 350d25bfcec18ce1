import type { Check } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import { harmless } from './reasoning/harmless.ts';
import { notificationsOf, notified } from './reasoning/notified.ts';

export const check: Check = {
  requirement: 'S10-idempotent',
  expected: 'a repeated notification to be answered 2xx or 404, and to harm nobody',
  judge(context) {
    const first = notified(context);
    if (isFinding(first)) return first;
    const again = notificationsOf(context.evidence, 'duplicate').find(({ seq }) => seq > first.notification.seq);
    if (again === undefined) return unclear('no-traffic', 'no repeated notification', [first.notification]);
    if (!first.acknowledged) {
      return unclear('precondition-failed', `${first.answer.seen} on the first notification`, [first.notification]);
    }
    return harmless(context, again, 'the repeated notification');
  },
};
