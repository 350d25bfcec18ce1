/** An ended session is not resumed into service: S6-not-resumable and S9-not-resumable. */
import type { ProbeRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { deviates, holds, isFinding, notApplicable, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { gone } from './gone.ts';
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
  if (control !== undefined && resumesNothing(control) && settled?.facts.resumed !== true) {
    const seen = `no session that could be resumed, neither before (${control.seen}) nor after`;
    return { outcome: 'not-applicable', claim: 'sessionResumption', seen, evidence: [control.seq] };
  }
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

/**
 * The node under test was asked to resume a session and made a full handshake instead, or had given nothing to resume by: session tickets or
 * none is its choice, and with TLS-PSK on the same port some TLS engines resume nothing in TLS 1.3. An attempt that failed shows neither.
 */
function resumesNothing({ outcome, facts }: ProbeRecord): boolean {
  return facts.resumed === false && (outcome === 'accepted' || facts.given === false);
}
