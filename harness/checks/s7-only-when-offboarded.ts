import type { Micros } from '../../simulators/wire/facts.ts';
import { type ActionRecord, text } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, type Cited, holds, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { type Answer, answerTo, isCutOff, isSuccess } from './reasoning/answer.ts';
import { idsOf, impostors, type Notification, notifications, subscriptions } from './reasoning/notifications.ts';
import { watchedFor } from './reasoning/windows.ts';

const TO_REFUSE = ['unknown-id', 'foreign-id', 'repeat', 'no-certificate', 'foreign-certificate'] as const;

export const check: Check = {
  requirement: 'S7-only-when-offboarded',
  expected: 'no notification upon an offboarding request that has to be refused',
  judge(context) {
    const { evidence } = context;
    const requests = evidence.offboardingRequests(...TO_REFUSE);
    if (requests.length === 0) return unclear('no-traffic', 'no request that has to be refused');
    if (subscriptions(evidence).length === 0) {
      return unclear('precondition-failed', 'no accepted subscription of an AEF', evidence.actions('subscribe'));
    }
    return allOf(requests.map((request) => nobodyTold(context, request)));
  },
};

function nobodyTold(context: CheckContext, request: ActionRecord): Finding {
  const { evidence, timing } = context;
  const answer = answerTo(evidence, request);
  const what = `the request of case ${request.facts.case}`;
  if (!arrived(answer)) return unclear('wrong-cause', `${what} that did not reach the CCF: ${answer.seen}`, [request]);
  const valid = evidence.offboardingRequests('valid');
  const next = valid.find(({ seq }) => seq > request.seq);
  const until = next === undefined ? Number.POSITIVE_INFINITY : answerTo(evidence, next).sentAt;
  const heard = notificationsUpon(context, request, answer.sentAt, until);
  const cited: Cited = [request, answer.exchange, ...heard.map(({ exchange }) => exchange)];
  // What an earlier, valid request set off may still be under way, and then it names the same API invoker or nobody.
  const earlier = valid.find(({ seq }) => seq < request.seq);
  const doubtful = heard.filter(
    (notification) => earlier !== undefined && mayBelongTo(context, earlier, answer.sentAt, notification),
  );
  if (heard.length > doubtful.length) return breached(`a notification after ${what} (${answer.seen})`, cited);
  if (doubtful.length > 0) {
    return unclear(
      'precondition-failed',
      `a notification after ${what} that may be the late one of the valid request`,
      cited,
    );
  }
  const quiet = evidence
    .waits('quiet')
    .filter(({ seq }) => seq > request.seq && (next === undefined || seq < next.seq));
  const wait = watchedFor(quiet, answer.sentAt, timing.quiet);
  return wait === undefined
    ? unclear(
        'window-too-short',
        `no notification after ${what}, but no quiet wait of ${timing.quiet} ms either`,
        cited,
      )
    : holds(`no notification after ${what} (${answer.seen})`, [...cited, wait]);
}

/** The CCF got the request, or at least a connection for it that it chose to end. */
function arrived(answer: Answer): boolean {
  return answer.exchange !== undefined || answer.failure === 'alert' || isCutOff(answer);
}

/**
 * Notifications since `from` that name somebody of this run, or nobody: whom a refused request makes the CCF announce is not for us to know. From
 * `until` on, when a valid request was sent, only an ID that is nobody's is surely not that one's doing.
 */
function notificationsUpon(
  { evidence }: CheckContext,
  request: ActionRecord,
  from: Micros,
  until: Micros,
): readonly Notification[] {
  const known = [...idsOf(evidence, 'victim'), ...idsOf(evidence, 'bystander')];
  const refused = text(request.facts.id) ?? '';
  return [...subscriptions(evidence), ...impostors(evidence)]
    .flatMap((subscription) => notifications(evidence, subscription))
    .filter(
      ({ at, invokers }) =>
        at >= from &&
        ((invokers.includes(refused) && !known.includes(refused)) ||
          (at < until && (invokers.length === 0 || invokers.some((named) => known.includes(named))))),
    );
}

/** True unless that subscriber had acknowledged the notification of the valid request before `from`. */
function mayBelongTo(
  { evidence }: CheckContext,
  valid: ActionRecord,
  from: Micros,
  notification: Notification,
): boolean {
  const victim = idsOf(evidence, 'victim');
  const concerns = ({ invokers }: Notification) => invokers.length === 0 || invokers.some((id) => victim.includes(id));
  const since = answerTo(evidence, valid).sentAt;
  const acknowledged = notifications(evidence, notification.subscription).some(
    (other) => other.at >= since && other.at < from && concerns(other) && isSuccess(other.exchange.response?.status),
  );
  return concerns(notification) && !acknowledged;
}
