import { certificatePage } from '../evidence/certificate-page.ts';
import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { answerTo, isCutOff, isRefusingAlert, isSuccess } from './reasoning/answer.ts';
import { servedBystander } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

/** No longer known, or no longer there. */
const GONE: readonly number[] = [401, 403, 404, 410];

export const check: Check = {
  requirement: 'S3-repeat-refused',
  expected: 'the CCF to refuse a second offboarding of the same ID',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const request = evidence.offboardingRequests('repeat').find(({ seq }) => seq > success.request.seq);
    if (request === undefined) return unclear('no-traffic', 'no second request with the same ID', [success.request]);
    const answer = answerTo(evidence, request);
    const cited = [success.exchange, request, answer.exchange];
    const seen = `${answer.seen} on the second request`;
    if (isSuccess(answer.status)) return breached(seen, cited);
    const page = certificatePage(answer.exchange?.response);
    if (page !== undefined) return holds(`${seen} (${page})`, cited);
    if (answer.status !== undefined)
      return GONE.includes(answer.status) ? holds(seen, cited) : unclear('wrong-cause', seen, cited);
    if (isRefusingAlert(answer)) return holds(seen, cited);
    if (!isCutOff(answer) && answer.failure !== 'connection-refused') return unclear('wrong-cause', seen, cited);
    // A connection that ends in silence, or is refused, may be a CCF that is down.
    const alive = servedBystander(evidence);
    return alive === undefined
      ? unclear('wrong-cause', `${seen}, and no bystander served to show that the CCF was up`, cited)
      : holds(`${seen}, while a bystander is served`, [...cited, alive]);
  },
};
