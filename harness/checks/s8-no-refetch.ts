import type { ProbeRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { gone } from './reasoning/gone.ts';
import { type Notified, notified, onceAcknowledged } from './reasoning/notified.ts';
import { inWords, needsLiveness, outcomeOf, probeBefore, putAt, servedBystander, worked } from './reasoning/probe.ts';
import { SERVICE_API } from './reasoning/service-access.ts';

/** An AEF may ask its CCF about an unknown caller; the CCF no longer knows it, so that only a stale copy lets it in. */
export const check: Check = {
  requirement: 'S8-no-refetch',
  expected: 'what was refused when the acknowledgement arrived to be refused later too, the CCF no longer knowing it',
  judge(context) {
    const notification = notified(context);
    if (isFinding(notification)) return notification;
    const control = probeBefore(context.evidence, SERVICE_API, 'victim', notification);
    if (!worked(control)) {
      return unclear('precondition-failed', `${inWords(SERVICE_API)} without success before`, [control]);
    }
    return onceAcknowledged(notification, judged(context, notification));
  },
};

function judged(context: CheckContext, notification: Notified): Finding {
  const { evidence } = context;
  const { exchange, until } = notification;
  const [then] = evidence
    .probes('victim', 'at-answer')
    .filter(({ probe, seq }) => probe === SERVICE_API && seq > exchange.seq && seq < until);
  if (then === undefined) return unclear('no-traffic', 'no call when the acknowledgement arrived', [exchange]);
  if (outcomeOf(then) === 'accepted') {
    return unclear('precondition-failed', 'a call accepted when the acknowledgement arrived: not deleted by then', [
      then,
    ]);
  }
  // A connection that closes in silence was refused if others are served; that it may have met a teardown changes nothing for what comes later.
  const alive = servedBystander(evidence, notification) !== undefined;
  if (outcomeOf(then) !== 'refused' || (needsLiveness(evidence, then) && !alive)) {
    return unclear('wrong-cause', `when the acknowledgement arrived ${then.seen}, which proves nothing`, [then]);
  }
  const later = gone(context, notification, SERVICE_API);
  const pulled = forgottenByCcf(context, notification);
  if (later.outcome !== 'holds' && later.outcome !== 'breached') return later;
  if (pulled === undefined) {
    return unclear('precondition-failed', `${later.seen}; but not shown in between that the CCF no longer knows it`, [
      then,
    ]);
  }
  return later.outcome === 'holds'
    ? holds(`refused when the acknowledgement arrived (${then.seen}) and later`, [then, pulled, exchange])
    : breached(`refused when the acknowledgement arrived (${then.seen}), then ${later.seen}`, [then, pulled]);
}

/** At our CCF a pull found nothing, after the acknowledgement and no later than the last call of the service API. */
function forgottenByCcf({ evidence }: CheckContext, { exchange, until }: Notified): ProbeRecord | undefined {
  const probes = evidence.probes('victim', 'settled').filter(({ seq }) => seq > exchange.seq && seq < until);
  const last = probes.findLast(({ probe }) => probe === SERVICE_API);
  return probes.find(
    (probe) =>
      probe.probe === 'trusted-invoker' &&
      outcomeOf(probe) === 'refused' &&
      !needsLiveness(evidence, probe) &&
      last !== undefined &&
      putAt(evidence, probe) <= last.at,
  );
}
