import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { type Notification, told } from './reasoning/notifications.ts';
import { offboarding } from './reasoning/success.ts';

const EVENT = 'API_INVOKER_OFFBOARDED';

export const check: Check = {
  requirement: 'S7-names-invoker',
  expected: `a notification of ${EVENT} whose eventDetail.apiInvokerIds holds the API invoker ID`,
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

/** An array of events breaks the schema, which S7-well-formed judges; it names the event all the same. */
function isOffboarded({ events }: Notification): boolean {
  return events === EVENT || (Array.isArray(events) && events.includes(EVENT));
}

function words(events: unknown): string {
  if (Array.isArray(events)) return events.map(words).join(', ') || 'no event';
  return typeof events === 'string' ? events : 'no event';
}
