import type { Micros } from '../../simulators/wire/facts.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { PROMPT, whyEnded } from './reasoning/ended.ts';
import { type Notified, notified } from './reasoning/notified.ts';
import { needsLiveness, outcomeOf, probeAfter, probeBefore, worked } from './reasoning/probe.ts';
import { SERVICE_API } from './reasoning/service-access.ts';
import { endOf, serviceSession } from './reasoning/service-session.ts';
import { micros, span } from './reasoning/windows.ts';

/**
 * The acknowledgement and the ending come on two sockets of one process, whose event loop hands them to us one after
 * the other: what was sent in the right order may be stamped this much in the wrong one.
 */
const JITTER: Micros = micros(2);
/** Up to here a busy machine or a network may have swapped them; beyond, no longer. */
const DOUBT: Micros = micros(50);

export const check: Check = {
  requirement: 'S10-after-deletion',
  expected: 'deletion and teardown to be done when the acknowledgement arrives',
  judge(context) {
    const notification = notified(context);
    if (isFinding(notification)) return notification;
    const { acknowledged, answer, exchange } = notification;
    if (!acknowledged) {
      return unclear('precondition-failed', `${answer.seen}; S10-acknowledged judges this`, [exchange]);
    }
    return allOf([deletedBefore(context, notification), ...tornDownBefore(context)]);
  },
};

/** The credential is refused the moment the acknowledgement has arrived. */
function deletedBefore({ evidence }: CheckContext, notification: Notified): Finding {
  const { exchange, answeredAt, until } = notification;
  const control = probeBefore(evidence, SERVICE_API, 'victim', notification);
  if (!worked(control)) return unclear('precondition-failed', 'the API invoker not served before', [control]);
  const [probe] = evidence
    .probes('victim', 'at-answer')
    .filter((candidate) => candidate.probe === SERVICE_API && candidate.seq > exchange.seq && candidate.seq < until);
  if (probe === undefined) return unclear('no-traffic', 'no call when the acknowledgement arrived', [exchange]);
  const cited = [control, exchange, probe];
  const seen = `${probe.seen} on a call ${span(probe.at - answeredAt)} after the acknowledgement`;
  const outcome = outcomeOf(probe);
  if (outcome === 'accepted') {
    const later = probeAfter(evidence, SERVICE_API, 'victim', notification);
    return later !== undefined && outcomeOf(later) === 'accepted'
      ? unclear('precondition-failed', 'nothing deleted at all, which the rows of step 8 judge', [probe, later])
      : breached(seen, cited, probe);
  }
  const bystander = probeAfter(evidence, SERVICE_API, 'bystander', notification);
  if (outcome !== 'refused' || (needsLiveness(evidence, probe) && !worked(bystander))) {
    return unclear('wrong-cause', `${seen}, which proves nothing`, cited);
  }
  // By then a deletion that began only with the acknowledgement could be over as well.
  return probe.at - answeredAt > PROMPT
    ? unclear('window-too-short', `${seen}: too late to tell`, cited)
    : holds(seen, cited);
}

/** Where the connection was torn down at all; if not, S9-torn-down judges that. */
function tornDownBefore(context: CheckContext): readonly Finding[] {
  const session = serviceSession(context);
  if (isFinding(session)) return [];
  const { notification, connection, act } = session;
  const end = endOf(context.evidence, session);
  if (end === undefined) return [];
  const late = end.at - notification.answeredAt;
  const seen = `the connection ended ${span(Math.abs(late))} ${late > 0 ? 'after' : 'before'} the acknowledgement`;
  const cited = [notification.exchange, end];
  if (late <= JITTER) return [holds(seen, cited)];
  if (late <= DOUBT) return [unclear('not-observable', `${seen}: too close to tell which was sent first`, cited)];
  const why = whyEnded(context.evidence, act, connection, end);
  return [why.by === 'teardown' ? breached(seen, cited, end) : unclear(why.cause, why.seen, why.cited, end)];
}
