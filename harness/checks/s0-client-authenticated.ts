import type { ActionRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { answerTo, isClientError, isCutOff, isRefusingAlert, isSuccess } from './reasoning/answer.ts';
import { worked } from './reasoning/probe.ts';
import { unharmed } from './reasoning/unharmed.ts';

export const check: Check = {
  requirement: 'S0-client-authenticated',
  expected:
    'the CCF to refuse an offboarding request without a client certificate that it trusts, and to keep the API invoker',
  judge(context) {
    const { evidence } = context;
    const requests = evidence.offboardingRequests('no-certificate', 'foreign-certificate');
    const last = requests.at(-1);
    if (last === undefined) return unclear('no-traffic', 'no request without a trusted certificate');
    const answers = allOf(requests.map((request) => refusal(context, request)));
    if (answers.outcome === 'breached') return answers;
    const control = evidence.probe('discovery', 'victim', 'control');
    if (!worked(control)) {
      return unclear('precondition-failed', 'the genuine certificate not accepted before', [control]);
    }
    return allOf([answers, stillEnrolled(context, last)]);
  },
};

function refusal({ evidence }: CheckContext, request: ActionRecord): Finding {
  const answer = answerTo(evidence, request);
  const certificate = request.facts.case === 'no-certificate' ? 'no certificate' : 'a foreign certificate';
  const seen = `${answer.seen} on the request with ${certificate}`;
  const cited = [request, answer.exchange];
  if (isSuccess(answer.status)) return breached(seen, cited);
  // A cut-off is a refusal here because the victim is served afterwards, which shows that the CCF was alive.
  const refused =
    answer.status === undefined ? isRefusingAlert(answer) || isCutOff(answer) : isClientError(answer.status);
  return refused ? holds(seen, cited) : unclear('wrong-cause', seen, cited);
}

/** What the victim had is there after the last of the requests, unless it has left meanwhile. */
function stillEnrolled(context: CheckContext, last: ActionRecord): Finding {
  const { evidence } = context;
  const settled = evidence.probe('discovery', 'victim', 'settled');
  const valid = evidence.offboardingRequests('valid').find(({ seq }) => settled === undefined || seq < settled.seq);
  if (valid !== undefined) {
    return unclear('precondition-failed', 'a genuine offboarding request before the API invoker was looked at', [
      valid,
      settled,
    ]);
  }
  return unharmed(context, { subject: 'victim', request: last, who: 'the API invoker' });
}
