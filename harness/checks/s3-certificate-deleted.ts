import type { Check, CheckContext } from './check.ts';
import { allOf, breached, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { gone } from './reasoning/gone.ts';
import { outcomeOf, worked } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

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
    const discovery = gone(context, success, 'discovery');
    if (!offersCrl(context)) return discovery;
    return allOf([discovery, gone(context, success, 'crl'), ...bystanderListed(context)]);
  },
};

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
