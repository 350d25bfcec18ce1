import { text } from '../evidence/view.ts';
import type { Check } from './check.ts';
import { holds, isFinding } from './findings.ts';
import { secondEnded } from './reasoning/all-sessions.ts';
import { onceAcknowledged } from './reasoning/notified.ts';
import { serviceSession } from './reasoning/service-session.ts';

export const check: Check = {
  requirement: 'S9-all-connections',
  expected: 'a parallel connection of the offboarded API invoker to be ended, or refused on its next use',
  judge(context) {
    const session = serviceSession(context);
    if (isFinding(session)) return session;
    const { connection, notification, act } = session;
    const openings = context.evidence.actions('open-parallel-service-session', 'victim');
    const [spent] = openings.filter(({ facts }) => facts.spent === true);
    if (session.spent && spent !== undefined)
      return holds('each connection ended with its answer, so that none was left', [spent]);
    const finding = secondEnded(context, {
      act,
      after: notification,
      main: connection,
      opening: openings.findLast(({ seq, facts }) => seq < notification.exchange.seq && text(facts.connection)),
      probe: 'service-parallel',
      words: { parallel: 'parallel connection', main: 'the first', before: 'the notification' },
    });
    return onceAcknowledged(notification, finding);
  },
};
