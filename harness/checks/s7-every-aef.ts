import type { EvidenceView } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import {
  inOutage,
  letsKnow,
  type Notification,
  type Subscription,
  subscriptions,
  told,
} from './reasoning/notifications.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { micros, STAMP_ACCURACY, span, watchedFor } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S7-every-aef',
  expected: 'every subscribed AEF to be notified, also when another one is down',
  judge(context) {
    const { evidence, timing } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const subscribed = subscriptions(evidence);
    if (new Set(subscribed.map(({ aef }) => aef)).size < 2) {
      const asked = evidence.actions('subscribe');
      const refused = asked.filter(({ ok, subject }) => !ok && subject !== 'impostor-aef');
      return refused.length > 0
        ? unclear('precondition-failed', 'subscriptions of AEFs that were not accepted', refused)
        : unclear('not-observable', 'fewer than two subscribed AEFs', asked);
    }
    const deadline = success.answeredAt + micros(timing.notification);
    const reachable = subscribed.filter(({ aef }) => !inOutage(evidence, aef, success.requestedAt, deadline));
    if (reachable.length === 0) return unclear('precondition-failed', 'no subscribed AEF that was reachable');
    const all = lettingKnow(evidence, told(evidence, success.requestedAt));
    return allOf(reachable.map((subscription) => toldTo(context, success, subscription, all)));
  },
};

/**
 * Those by which an AEF comes to know that the API invoker is no longer valid. Where there is none at all, whatever came: what is wrong with every
 * notification is for the rows on what they say.
 */
function lettingKnow(evidence: EvidenceView, all: readonly Notification[]): readonly Notification[] {
  const proper = all.filter((notification) => letsKnow(evidence, notification));
  return proper.length > 0 ? proper : all;
}

function toldTo(
  { evidence, timing }: CheckContext,
  { answeredAt }: Offboarding,
  { aef, action }: Subscription,
  all: readonly Notification[],
): Finding {
  const own = all.filter(({ subscription }) => subscription.aef === aef);
  const deadline = answeredAt + micros(timing.notification) + STAMP_ACCURACY;
  const first = own.find(({ at }) => at <= deadline);
  if (first !== undefined) return holds(`${aef} notified`, [action, first.exchange]);
  if (own[0] !== undefined)
    return breached(`${aef} notified only after ${span(micros(timing.notification))}`, [action, own[0].exchange]);
  const waits = evidence.waits('notification').filter(({ subject }) => subject === aef);
  const watched = watchedFor(waits, answeredAt, timing.notification);
  return watched === undefined
    ? unclear('window-too-short', `${aef} not notified, but not waited for long enough either`, [action])
    : breached(`${aef} not notified`, [action, watched]);
}
