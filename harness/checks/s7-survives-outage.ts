import { type ActionRecord, text } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { subscriptions, told } from './reasoning/notifications.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { micros, span, watchedFor } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S7-survives-outage',
  expected: 'an AEF that was unreachable for a moment to be notified once it is back',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const outages = evidence.actions('outage').filter(({ at }) => at <= success.requestedAt);
    if (outages.length === 0) return unclear('precondition-failed', 'no AEF in an outage when the request was sent');
    return allOf(outages.map((outage) => learned(context, success, outage)));
  },
};

/** The AEF was told at a time when it did not answer 503. What it makes of a notification is not this row's. */
function learned({ evidence, timing }: CheckContext, { requestedAt }: Offboarding, outage: ActionRecord): Finding {
  const aef = outage.subject;
  const subscription = subscriptions(evidence).find((candidate) => candidate.aef === aef);
  if (subscription === undefined) return unclear('precondition-failed', `no accepted subscription of ${aef}`, [outage]);
  const over = evidence.actions('outage-over', aef).find(({ seq }) => seq > outage.seq);
  if (over === undefined) return unclear('precondition-failed', `an outage of ${aef} that did not end`, [outage]);
  if (over.at < requestedAt) {
    return unclear('precondition-failed', `an outage of ${aef} that was over before the request`, [outage, over]);
  }
  const attempts = told(evidence, requestedAt).filter((notification) => notification.subscription.aef === aef);
  const kind = text(outage.facts.kind) ?? 'of unknown kind';
  const cited = [outage, over, ...attempts.map(({ exchange }) => exchange)];
  const met = attempts.some(({ exchange }) => exchange.response !== undefined && exchange.response.status !== 503);
  if (met) return holds(`${aef} notified after its outage (${kind})`, cited);
  if (attempts.length > 1) {
    return unclear('precondition-failed', `an outage of ${aef} that outlasted ${attempts.length} attempts`, cited);
  }
  const waits = evidence.waits('notification').filter(({ subject }) => subject === aef);
  const watched = watchedFor(waits, over.at, timing.notification);
  const seen = `${aef} not notified after its outage (${kind})`;
  return watched === undefined
    ? unclear('window-too-short', `${seen}, but not waited for ${span(micros(timing.notification))} either`, cited)
    : breached(seen, [...cited, watched]);
}
