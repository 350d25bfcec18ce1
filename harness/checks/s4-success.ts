import type { Check } from './check.ts';
import { breached, deviates, holds, isFinding, unclear } from './findings.ts';
import { validRequest } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S4-success',
  expected: '204 No Content on the valid offboarding request',
  judge(context) {
    const valid = validRequest(context);
    if (isFinding(valid)) return valid;
    const { request, answer } = valid;
    const cited = [request, answer.exchange];
    const response = answer.exchange?.response;
    if (response === undefined) {
      return unclear('precondition-failed', `${answer.seen}; S4-on-session and S6-after-answer judge this`, cited);
    }
    const { status, complete, headers, body } = response;
    if (status === 307 || status === 308) {
      return unclear(
        'precondition-failed',
        `a redirect (${status}), which TS 29.222 allows and this harness does not follow`,
        cited,
      );
    }
    // A CCF may ask for patience (TS 29.222 lists 429); that says nothing about offboarding.
    if (status === 429) return unclear('wrong-cause', '429, too many requests', cited);
    if (status < 200 || status > 299) return breached(`${status}`, cited);
    if (!complete) {
      return unclear(
        'precondition-failed',
        `${status}, incomplete; S4-on-session and S6-after-answer judge this`,
        cited,
      );
    }
    if (status === 200) return deviates('200 rather than 204', cited);
    if (status !== 204) return breached(`${status}, which does not say that offboarding succeeded`, cited);
    return body !== '' || announcesBody(headers)
      ? deviates('204 with a body', cited)
      : holds('204 without a body', cited);
  },
};

/** Over HTTP/1.1 a 204 ends with its head, so what was meant as its body shows in the length that the head announces, and nowhere else. */
function announcesBody(headers: Readonly<Record<string, string>>): boolean {
  return Number(headers['content-length'] ?? 0) > 0;
}
