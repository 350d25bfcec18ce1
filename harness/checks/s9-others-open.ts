import type { Check } from './check.ts';
import { holds, isFinding, unclear } from './findings.ts';
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
    const { connection, notification, act, spent } = session;
    const opening = evidence.action('open-service-session', 'bystander');
    if (spent && opening?.facts.spent === true) {
      return holds('each connection ended with its answer, so that there was none to keep', [opening]);
    }
    const finding = othersOpen(context, {
      act,
      after: notification,
      main: connection,
      connection: bystandersSession(evidence, 'open-service-session'),
      probe: 'service-open-session',
      words: { session: 'connection', before: 'the notification' },
    });
    const later = evidence.probe('service-open-session', 'bystander', 'settled');
    if (finding.outcome === 'breached' && later?.facts.stillOpen === true) {
      const seen = `${finding.seen}: it stayed open, and that a bystander is refused S8-others-intact judges`;
      return unclear('precondition-failed', seen, [later]);
    }
    const control = probeBefore(evidence, SERVICE_API, 'bystander', notification);
    return finding.outcome === 'breached' && !worked(control)
      ? unclear('precondition-failed', 'a bystander who was not shown to be served before', [control])
      : finding;
  },
};
