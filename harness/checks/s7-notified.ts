import type { Check, CheckContext } from './check.ts';
import { breached, type Cited, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { inOutage, type Notification, type Subscription, subscriptions, told } from './reasoning/notifications.ts';
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
function silent(context: CheckContext, success: Offboarding, late: Notification | undefined): Finding {
  const { evidence, timing } = context;
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
    : nothingWithin(context, success, reachable, cited);
}

/** A CCF that was there and did not get past TLS has tried: who mends it must know that. */
function nothingWithin(
  { evidence, timing }: CheckContext,
  { requestedAt }: Offboarding,
  reachable: readonly Subscription[],
  cited: Cited,
): Finding {
  const seen = `no notification within ${span(micros(timing.notification))}`;
  const away = reachable.flatMap(({ aef }) => {
    const failed = evidence.refusals((label) => label === `${aef}: CAPIF-3`).find(({ at }) => at >= requestedAt);
    return failed === undefined ? [] : [{ aef, failed }];
  });
  const tries = away.map(
    ({ aef, failed }) => `, and a connection to ${aef} without a TLS session (${failed.failure.message})`,
  );
  return breached(`${seen}${tries.join('')}`, [...cited, ...away.map(({ failed }) => failed)]);
}

function moment({ at }: Notification, { answeredAt }: Offboarding): string {
  return at < answeredAt ? `${span(answeredAt - at)} before the answer` : `${span(at - answeredAt)} after the answer`;
}
