import type { Check } from './check.ts';
import { isFinding } from './findings.ts';
import { secondEnded } from './reasoning/all-sessions.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-all-sessions',
  expected: 'a parallel session of the offboarded API invoker to be ended, or refused on its next use',
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    return secondEnded(context, {
      act: success,
      after: success,
      main: success.exchange.connection,
      // A CCF that closes after every answer ends the one that was proved to work; an unused one stands in for it.
      opening: context.evidence.actions('open-parallel-session', 'victim').at(-1),
      probe: 'parallel-session',
      words: { parallel: 'parallel session', main: 'that of step 0', before: 'the offboarding request' },
    });
  },
};
