/** A notification that has nothing to tell is acknowledged all the same, or says 404, and harms nobody. */
import type { ActionRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { allOf, breached, holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { answerTo, isSuccess } from './answer.ts';
import { nextAfter, notificationsOf, startOf } from './notified.ts';
import { stillServed } from './service-access.ts';

/** Statuses that are about the moment or the address, not about what was notified. */
const ABOUT_SOMETHING_ELSE: ReadonlySet<number> = new Set([307, 308, 408, 429, 503]);
/** 410 is 404 said with more certainty. */
const UNKNOWN: ReadonlySet<number> = new Set([404, 410]);

/**
 * Holds when the notification was answered 2xx or 404 and a bystander is served afterwards as before.
 *
 * @param what - The notification, in words for the finding.
 */
export function harmless(context: CheckContext, notification: ActionRecord, what: string): Finding {
  const { evidence } = context;
  const act = {
    exchange: { seq: startOf(evidence, notification) },
    until: nextAfter(evidence, notification),
  };
  return allOf([answered(context, notification, what), stillServed(context, 'bystander', act)]);
}

function answered({ evidence }: CheckContext, notification: ActionRecord, what: string): Finding {
  const answer = answerTo(evidence, notification);
  const { status, exchange } = answer;
  const seen = `${answer.seen} on ${what}`;
  const cited = [notification, exchange];
  if (exchange === undefined || answer.failure === 'alert') return unclear('no-traffic', seen, cited);
  if (status === undefined) {
    const isCut = ['closed', 'reset', 'timeout', 'incomplete', 'malformed'].includes(answer.failure);
    return isCut ? breached(seen, cited) : unclear('wrong-cause', seen, cited);
  }
  if (isSuccess(status)) return holds(seen, cited);
  if (ABOUT_SOMETHING_ELSE.has(status)) return unclear('wrong-cause', seen, cited);
  if (!UNKNOWN.has(status)) return breached(seen, cited);
  // A wrong address is answered 404 as well.
  const taken = notificationsOf(evidence, 'genuine').find((genuine) => isSuccess(answerTo(evidence, genuine).status));
  return taken === undefined
    ? unclear('precondition-failed', `${seen}, and no notification at that address answered 2xx`, cited)
    : holds(seen, [...cited, taken]);
}
