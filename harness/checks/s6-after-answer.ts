import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { sessionAnswer } from './reasoning/session-answer.ts';

export const check: Check = {
  requirement: 'S6-after-answer',
  expected: 'the CCF to end the TLS session only once the response is complete',
  judge(context) {
    const result = sessionAnswer(context);
    if (isFinding(result)) return result;
    const { how, exchange, end, seen } = result;
    if (how === 'complete') return holds(`${seen}, not cut off`, [exchange, end]);
    return how === 'cut-off'
      ? breached(
          `${seen}: the CCF ended the session (${end?.signal ?? 'no sign'}) before the response was complete`,
          [exchange, end],
          end,
        )
      : unclear('no-traffic', `${seen}, and no ending of the session; S4-on-session judges this`, [exchange]);
  },
};
