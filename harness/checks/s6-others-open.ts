import type { Check } from './check.ts';
import { isFinding } from './findings.ts';
import { bystandersSession } from './reasoning/ended.ts';
import { othersOpen } from './reasoning/others-open.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-others-open',
  expected: "a bystander's open session to stay up and to serve",
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    return othersOpen(context, {
      act: success,
      after: success,
      main: success.exchange.connection,
      connection: bystandersSession(context.evidence),
      probe: 'open-session',
      words: { session: 'session', before: 'the offboarding request' },
    });
  },
};
