import type { Check } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import { closedOrderly } from './reasoning/close-signal.ts';
import { onceAcknowledged } from './reasoning/notified.ts';
import { endOf, serviceSession } from './reasoning/service-session.ts';

export const check: Check = {
  requirement: 'S9-close-notify',
  expected: 'the AEF to end the TLS connection with close_notify',
  judge(context) {
    const session = serviceSession(context);
    if (isFinding(session)) return session;
    const end = endOf(context.evidence, session);
    if (end === undefined) return unclear('no-traffic', 'no ending by the AEF', [session.notification.exchange]);
    return onceAcknowledged(session.notification, closedOrderly(end));
  },
};
