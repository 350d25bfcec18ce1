import { validateNotification } from '../../simulators/capif/operations.ts';
import type { Check } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { type Notification, told } from './reasoning/notifications.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S7-well-formed',
  expected: 'every notification to be a valid EventNotification in application/json with the right subscriptionId',
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const all = told(context.evidence, success.requestedAt);
    if (all.length === 0) return unclear('no-traffic', 'no notification');
    return allOf(all.map(wellFormed));
  },
};

function wellFormed({ exchange, subscription, subscriptionId }: Notification): Finding {
  const { headers, body } = exchange.request;
  const issues = validateNotification({ contentType: headers['content-type'], body });
  const cited = [subscription.action, exchange];
  if (issues.length > 0) return breached(issues.join(', '), cited);
  if (subscription.subscriptionId === undefined) {
    return unclear('precondition-failed', 'no subscriptionId in the answer to the subscription', cited);
  }
  if (subscriptionId !== subscription.subscriptionId) {
    return breached(`subscriptionId of another subscription than ${subscription.subscriptionId}`, cited);
  }
  return holds('a valid EventNotification with the right subscriptionId', cited);
}
