/** Whether API invokers are still served by the AEF under test, with the security method at hand. */
import type { CredentialKind, Subject } from '../../evidence/timeline.ts';
import type { CheckContext } from '../check.ts';
import { breached, holds, isFinding, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { gone } from './gone.ts';
import { notified, onceAcknowledged } from './notified.ts';
import { type After, needsLiveness, outcomeOf, probeAfter, probeBefore, servedBystander, worked } from './probe.ts';
import { alsoInStorage } from './second-witness.ts';

/** The probe that calls the service API over a new connection with the old credential. */
export const SERVICE_API = 'service-api';

/**
 * The victim was served before the genuine notification, and is refused after it.
 *
 * @param stored - As what a store would hold what it was served by.
 */
export function accessDeleted(context: CheckContext, stored?: CredentialKind): Finding {
  const notification = notified(context);
  if (isFinding(notification)) return notification;
  const behaviour = gone(context, notification, SERVICE_API);
  const finding = stored === undefined ? behaviour : alsoInStorage(context, behaviour, notification.answeredAt, stored);
  return onceAcknowledged(notification, finding);
}

/** This invoker was served before the act, and is served after it, before anything else happens to the AEF. */
export function stillServed({ evidence }: CheckContext, subject: Subject, act: After): Finding {
  const who = subject === 'bystander' ? 'a bystander' : 'the API invoker';
  const control = probeBefore(evidence, SERVICE_API, subject, act);
  if (!worked(control)) {
    const seen = control === undefined ? 'was not tried' : `was not served (${control.seen})`;
    return unclear('precondition-failed', `${who} ${seen} before`, [control]);
  }
  const settled = probeAfter(evidence, SERVICE_API, subject, act);
  if (settled === undefined) return unclear('no-traffic', `${who} not tried afterwards`, [control]);
  const cited = [control, settled];
  if (worked(settled)) return holds(`${who} served afterwards (${settled.seen})`, cited);
  const refused = outcomeOf(settled) === 'refused';
  const alive = !needsLiveness(evidence, settled) || servedBystander(evidence, act) !== undefined;
  return refused && alive
    ? breached(`${who} no longer served afterwards (${settled.seen})`, cited)
    : unclear('wrong-cause', `${who} not served afterwards, which proves nothing: ${settled.seen}`, cited);
}
