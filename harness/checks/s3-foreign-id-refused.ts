import type { Check } from './check.ts';
import { allOf, breached, holds, unclear } from './findings.ts';
import { type Answer, answerTo, isCutOff, isRefusingAlert, isSuccess } from './reasoning/answer.ts';
import { worked } from './reasoning/probe.ts';
import { unharmed } from './reasoning/unharmed.ts';

const NOT_YOURS: readonly (number | undefined)[] = [401, 403, 404];

export const check: Check = {
  requirement: 'S3-foreign-id-refused',
  expected: "the CCF to refuse an API invoker's request to offboard another API invoker, and to keep the other",
  judge(context) {
    const { evidence } = context;
    const [request] = evidence.offboardingRequests('foreign-id');
    if (request === undefined) return unclear('no-traffic', "no request with another API invoker's ID");
    const answer = answerTo(evidence, request);
    const cited = [request, answer.exchange];
    const seen = `${answer.seen} on the request with another API invoker's ID`;
    if (isSuccess(answer.status)) return breached(seen, cited);
    const control = evidence.probe('discovery', 'bystander', 'control');
    if (!worked(control)) {
      return unclear('precondition-failed', 'the other API invoker not served before the request', [...cited, control]);
    }
    const refusal = isRefusal(answer) ? holds(seen, cited) : unclear('wrong-cause', seen, cited);
    return allOf([refusal, unharmed(context, { subject: 'bystander', request, who: 'the other API invoker' })]);
  },
};

/** A cut-off counts, for the other API invoker must be served afterwards: the CCF was alive. */
function isRefusal(answer: Answer): boolean {
  if (answer.status !== undefined) return NOT_YOURS.includes(answer.status);
  return isRefusingAlert(answer) || isCutOff(answer);
}
