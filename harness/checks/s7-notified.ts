import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { inOutage, type Notification, subscriptions, told } from './reasoning/notifications.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { micros, span, watchedFor } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S7-notified',
  expected: 'the CCF to POST an Event notification to the subscribed AEF within the notification window',
  judge(context) {
    const { evidence, timing } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const subscribed = subscriptions(evidence);
    if (subscribed.length === 0) {
      return unclear('precondition-failed', 'no accepted subscription of an AEF', evidence.actions('subscribe'));
    }
    const all = told(evidence, success.requestedAt);
    const posts = all.filter(({ exchange }) => exchange.request.method === 'POST');
    const deadline = success.answeredAt + micros(timing.notification);
    const [first] = posts;
    if (first !== undefined && first.at <= deadline) {
      return holds(`POST ${moment(first, success)}`, [first.subscription.action, first.exchange]);
    }
    const other = all.find(({ exchange }) => exchange.request.method !== 'POST');
    if (first === undefined && other !== undefined) {
      return breached(`${other.exchange.request.method} instead of POST`, [other.subscription.action, other.exchange]);
    }
    return silent(context, success, first);
  },
};

/** No POST in time: a breach only if an AEF was reachable and was watched for all of the window. */
function silent({ evidence, timing }: CheckContext, success: Offboarding, late: Notification | undefined) {
  const { answeredAt, requestedAt, exchange } = success;
  const deadline = answeredAt + micros(timing.notification);
  const reachable = subscriptions(evidence).filter(({ aef }) => !inOutage(evidence, aef, requestedAt, deadline));
  if (reachable.length === 0) return unclear('precondition-failed', 'no subscribed AEF that was reachable', [exchange]);
  const waits = evidence.waits('notification').filter(({ subject }) => reachable.some(({ aef }) => aef === subject));
  const watched = watchedFor(waits, answeredAt, timing.notification);
  const cited = [exchange, ...reachable.map(({ action }) => action), watched, late?.exchange];
  if (late !== undefined) return breached(`the first POST only ${moment(late, success)}`, cited);
  return watched === undefined
    ? unclear(
        'window-too-short',
        `no notification, but no wait of ${span(micros(timing.notification))} for it either`,
        cited,
      )
    : breached(`no notification within ${span(micros(timing.notification))}`, cited);
}

function moment({ at }: Notification, { answeredAt }: Offboarding): string {
  return at < answeredAt ? `${span(answeredAt - at)} before the answer` : `${span(at - answeredAt)} after the answer`;
}
