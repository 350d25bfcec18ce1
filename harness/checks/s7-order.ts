import type { Check } from './check.ts';
import { holds, isFinding } from './findings.ts';
import { endedByPeer } from './reasoning/ended.ts';
import { told } from './reasoning/notifications.ts';
import { offboarding } from './reasoning/success.ts';
import { span } from './reasoning/windows.ts';

/** The clause's numbering is a sequence and not a timing rule: recorded, never judged. */
export const check: Check = {
  requirement: 'S7-order',
  expected: 'answer, teardown and notification in whichever order the CCF takes',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return holds(`nothing to put in order: ${success.seen}`);
    const { exchange, requestedAt, answeredAt } = success;
    const end = endedByPeer(evidence, exchange.connection);
    const [first] = told(evidence, requestedAt);
    const moments = [
      { what: 'answer', at: answeredAt },
      ...(end === undefined ? [] : [{ what: 'teardown', at: end.at }]),
      ...(first === undefined ? [] : [{ what: 'notification', at: first.at }]),
    ].toSorted((one, other) => one.at - other.at);
    const seen = moments.map(({ what, at }) => `${what} after ${span(at - requestedAt)}`).join(', ');
    return holds(seen, [exchange, end, first?.exchange]);
  },
};
