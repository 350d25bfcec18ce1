import type { Check } from './check.ts';
import { breached, holds, unclear } from './findings.ts';
import { answerTo, isClientError, isCutOff, isRefusingAlert, isSuccess } from './reasoning/answer.ts';

export const check: Check = {
  requirement: 'S3-unknown-id-refused',
  expected: 'the CCF to refuse the offboarding of an ID that it never assigned',
  judge({ evidence }) {
    const [request] = evidence.offboardingRequests('unknown-id');
    if (request === undefined) return unclear('no-traffic', 'no request with an unknown ID');
    const answer = answerTo(evidence, request);
    const cited = [request, answer.exchange];
    const seen = `${answer.seen} on the request with an unknown ID`;
    if (isSuccess(answer.status)) return breached(seen, cited);
    // A cut-off is a refusal here because a valid request is granted afterwards, which shows that the CCF was alive.
    const refused =
      answer.status === undefined ? isRefusingAlert(answer) || isCutOff(answer) : isClientError(answer.status);
    if (!refused) return unclear('wrong-cause', seen, cited);
    // Only a CCF that offboards when it should can be said to have refused because of the ID.
    const later = evidence.offboardingRequests('valid').filter(({ seq }) => seq > request.seq);
    const control = later.find((valid) => isSuccess(answerTo(evidence, valid).status));
    return control === undefined
      ? unclear('precondition-failed', `${seen}, and no valid request answered 2xx later`, [...cited, ...later])
      : holds(`${seen}, and a valid one answered 2xx later`, [...cited, control]);
  },
};
