import type { Check } from './check.ts';
import { breached, deviates, holds, isFinding, unclear } from './findings.ts';
import { notified } from './reasoning/notified.ts';

export const check: Check = {
  requirement: 'S10-acknowledged',
  expected: '204 No Content on the genuine notification',
  judge(context) {
    const notification = notified(context);
    if (isFinding(notification)) return notification;
    const { answer, exchange, status } = notification;
    const cited = [notification.notification, exchange];
    switch (status) {
      case undefined:
        return breached(answer.seen, cited);
      case 204:
        return exchange.response?.body === '' ? holds('204 without a body', cited) : deviates('204 with a body', cited);
      case 200:
      case 202:
        return deviates(`${status} rather than 204`, cited);
      case 307:
      case 308: {
        const seen = `a redirect (${status}), which TS 29.222 allows and this harness does not follow`;
        return unclear('precondition-failed', seen, cited);
      }
      default:
        return breached(`${status}`, cited);
    }
  },
};
