import type { Check } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import { bystandersSession } from './reasoning/ended.ts';
import { othersOpen } from './reasoning/others-open.ts';
import { probeBefore, worked } from './reasoning/probe.ts';
import { SERVICE_API } from './reasoning/service-access.ts';
import { serviceSession } from './reasoning/service-session.ts';

export const check: Check = {
  requirement: 'S9-others-open',
  expected: "a bystander's open connection to stay up and to serve",
  judge(context) {
    const { evidence } = context;
    const session = serviceSession(context);
    if (isFinding(session)) return session;
    const { connection, notification, act } = session;
    const finding = othersOpen(context, {
      act,
      after: notification,
      main: connection,
      connection: bystandersSession(evidence, 'open-service-session'),
      probe: 'service-open-session',
      words: { session: 'connection', before: 'the notification' },
    });
    const control = probeBefore(evidence, SERVICE_API, 'bystander', notification);
    return finding.outcome === 'breached' && !worked(control)
      ? unclear('precondition-failed', 'a bystander who was not shown to be served before', [control])
      : finding;
  },
};
