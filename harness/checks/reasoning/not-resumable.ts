/** An ended session is not resumed into service: S6-not-resumable and S9-not-resumable. */
import type { CheckContext } from '../check.ts';
import { deviates, holds, isFinding, notApplicable, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { gone } from './gone.ts';
import type { ProbeRecord } from '../../evidence/view.ts';
import { type After, probeAfter, worked } from './probe.ts';
import type { Offboarding } from './success.ts';

/**
 * "Resumed" and "served" are two answers: TLS may resume a session whose requests HTTP then refuses.
 *
 * @param act - What the session was ended upon, or why there was no such thing.
 * @param name - The probe that resumes.
 */
export function notResumable(
  context: CheckContext,
  act: (After & Pick<Offboarding, 'exchange' | 'answeredAt'>) | Finding,
  name: 'resumption' | 'service-resumption',
): Finding {
  const { evidence, claims } = context;
  const control = evidence.probe(name, 'victim', 'control');
  if (!claims.sessionResumption && control?.facts.resumed !== true) return notApplicable('sessionResumption: false');
  if (isFinding(act)) return act;
  const settled = probeAfter(evidence, name, 'victim', act);
  if (neverResumed(control, settled)) return { ...notApplicable(NONE_GIVEN), seen: `${control?.seen} before`, evidence: seqs(control, settled) };
  if (worked(control) && settled?.outcome === 'accepted' && settled.facts.resumed !== true) {
    // Served by a full handshake: a matter of the credential, which rows of their own judge.
    return settled.facts.resumed === false
      ? holds('a full handshake instead of a resumption', [control, settled])
      : unclear('not-observable', 'a connection that does not tell whether it was resumed', [control, settled]);
  }
  const negative = gone(context, act, name);
  if (negative.outcome !== 'holds') return negative;
  return settled?.facts.resumed === true
    ? deviates(`the session resumed, its request then refused (${settled.seen})`, [control, settled])
    : negative;
}
