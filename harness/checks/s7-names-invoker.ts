import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { EVENT, idsOf, isOffboarded, told } from './reasoning/notifications.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S7-names-invoker',
  expected: `a notification of ${EVENT} whose eventDetail.apiInvokerIds holds the API invoker ID, and nobody else's who stays`,
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const { apiInvokerId } = evidence.identity('victim');
    if (apiInvokerId === undefined)
      return unclear('precondition-failed', 'no API invoker ID in the answer to onboarding');
    const all = told(evidence, success.requestedAt);
    const [first] = all;
    if (first === undefined) return unclear('no-traffic', 'no notification');
    // An AEF deletes whoever is named.
    const staying = idsOf(evidence, 'bystander');
    const tooMany = all.filter(
      (notification) => isOffboarded(notification) && notification.invokers.some((id) => staying.includes(id)),
    );
    if (tooMany.length > 0) {
      return breached(
        `${EVENT} naming ${staying.join(' or ')}, the bystander, who was not offboarded`,
        tooMany.map(({ exchange }) => exchange),
      );
    }
    const naming = all.find(
      (notification) => isOffboarded(notification) && notification.invokers.includes(apiInvokerId),
    );
    if (naming !== undefined) return holds(`${EVENT} naming ${apiInvokerId}`, [naming.exchange]);
    const seen = all.map(({ events, invokers }) => `${words(events)} naming ${invokers.join(', ') || 'nobody'}`);
    return breached(
      [...new Set(seen)].join('; '),
      all.map(({ exchange }) => exchange),
    );
  },
};

function words(events: unknown): string {
  if (Array.isArray(events)) return events.map(words).join(', ') || 'no event';
  return typeof events === 'string' ? events : 'no event';
}
