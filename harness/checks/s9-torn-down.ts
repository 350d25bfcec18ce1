import type { Check } from './check.ts';
import { holds, isFinding } from './findings.ts';
import { onceAcknowledged } from './reasoning/notified.ts';
import { endOf, serviceSession } from './reasoning/service-session.ts';
import { tornDown } from './reasoning/torn-down.ts';

/** Before or after the acknowledgement: which of them is right, S10-after-deletion judges. */
export const check: Check = {
  requirement: 'S9-torn-down',
  expected: 'the AEF to end the TLS connection with the API invoker within the teardown window',
  judge(context) {
    const { evidence } = context;
    const session = serviceSession(context);
    if (isFinding(session)) return session;
    const { connection, notification, act, opening, spent } = session;
    const { exchange, answeredAt } = notification;
    if (spent)
      return holds('each connection ended with its answer, so that none was left', [opening, endOf(evidence, session)]);
    const words = { session: 'the connection', answer: 'the acknowledgement' };
    const finding = tornDown(context, { connection, exchange, answeredAt, act, announced: false, words });
    return onceAcknowledged(notification, finding);
  },
};
