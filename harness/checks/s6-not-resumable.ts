import type { Check } from './check.ts';
import { deviates, holds, isFinding, notApplicable, unclear } from './findings.ts';
import { gone } from './reasoning/gone.ts';
import { worked } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

/** "Resumed" and "served" are two answers: TLS may resume a session whose requests HTTP then refuses. */
export const check: Check = {
  requirement: 'S6-not-resumable',
  expected: 'the ended TLS session not to be resumed into service',
  judge(context) {
    const { evidence, claims } = context;
    const control = evidence.probe('resumption', 'victim', 'control');
    if (!claims.sessionResumption && control?.facts.resumed !== true) return notApplicable('sessionResumption: false');
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const settled = evidence.probe('resumption', 'victim', 'settled');
    if (worked(control) && settled?.outcome === 'accepted' && settled.facts.resumed !== true) {
      // Served by a full handshake: a matter of the certificate, which S3-certificate-deleted judges.
      return settled.facts.resumed === false
        ? holds('a full handshake instead of a resumption', [control, settled])
        : unclear('not-observable', 'a connection that does not tell whether it was resumed', [control, settled]);
    }
    const negative = gone(context, success, 'resumption');
    if (negative.outcome !== 'holds') return negative;
    return settled?.facts.resumed === true
      ? deviates(`the session resumed, its request then refused (${settled.seen})`, [control, settled])
      : negative;
  },
};
