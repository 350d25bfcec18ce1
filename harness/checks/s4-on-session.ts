import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { sessionAnswer } from './reasoning/session-answer.ts';

export const check: Check = {
  requirement: 'S4-on-session',
  expected: 'the complete response on the TLS session that carried the request',
  judge(context) {
    const result = sessionAnswer(context);
    if (isFinding(result)) return result;
    const { how, exchange, end, seen } = result;
    if (how === 'complete') return holds(`${seen}, on the session of step 0`, [exchange]);
    return how === 'stalled'
      ? breached(`${seen}, while the session was open`, [exchange])
      : unclear('precondition-failed', `${seen}, as the session ended; S6-after-answer judges this`, [exchange, end]);
  },
};
