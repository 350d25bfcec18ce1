import type { Check, CheckContext } from './check.ts';
import { allOf, breached, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { gone } from './reasoning/gone.ts';
import { inWords, outcomeOf, probeAfter, putAt, worked } from './reasoning/probe.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { isPast } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S3-certificate-deleted',
  expected:
    "the old certificate to be refused in a new full handshake, and listed by the target's CRL where there is one",
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const onboarded = context.evidence.action('onboard', 'victim');
    if (onboarded?.facts.certificate === false)
      return unclear('precondition-failed', 'no API invoker certificate at all, since the CCF issued none', [
        onboarded,
      ]);
    const refused = [gone(context, success, 'discovery'), ...servedAsOther(context, success)];
    if (!offersCrl(context)) return allOf(refused);
    return allOf([...refused, gone(context, success, 'crl'), ...bystanderListed(context)]);
  },
};

/** The old certificate is served as soon as the request names somebody else: what is gone is the ID, not the certificate. */
function servedAsOther({ evidence, timing }: CheckContext, success: Offboarding): readonly Finding[] {
  const probe = probeAfter(evidence, 'discovery-as-other', 'victim', success);
  if (probe === undefined || outcomeOf(probe) !== 'accepted') return [];
  if (!isPast(putAt(evidence, probe), success.answeredAt, timing.deletion)) return [];
  return [breached(`${inWords(probe.probe)} accepted (${probe.seen})`, [probe])];
}

/** A target that claims no CRL has its probe say so. */
function offersCrl({ evidence }: CheckContext): boolean {
  const phases = ['control', 'settled'] as const;
  return phases.some((phase) => {
    const probe = evidence.probe('crl', 'victim', phase);
    return probe !== undefined && probe.outcome !== 'not-available';
  });
}

/** A CRL that lists everybody revokes nobody in particular. */
function bystanderListed({ evidence }: CheckContext): readonly Finding[] {
  const before = evidence.probe('crl', 'bystander', 'control');
  const after = evidence.probe('crl', 'bystander', 'settled');
  if (after === undefined || outcomeOf(after) !== 'refused' || !worked(before)) return [];
  return [breached("a bystander's certificate listed by the CRL too", [before, after])];
}
