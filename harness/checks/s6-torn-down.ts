import type { Check } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import { isStepZeroSession } from './reasoning/session-answer.ts';
import { offboarding } from './reasoning/success.ts';
import { tornDown } from './reasoning/torn-down.ts';

export const check: Check = {
  requirement: 'S6-torn-down',
  expected: 'the CCF to end the TLS session with the API invoker within the teardown window',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const { exchange, answeredAt } = success;
    const { connection } = exchange;
    if (!success.complete) return unclear('precondition-failed', `${success.status}, incomplete`, [exchange]);
    if (!isStepZeroSession(evidence, connection)) {
      return unclear('precondition-failed', 'a request that did not go out on the session of step 0', [exchange]);
    }
    const announced = /\bclose\b/i.test(exchange.response?.headers.connection ?? '');
    const words = { session: 'the session', answer: 'the answer' };
    return tornDown(context, { connection, exchange, answeredAt, act: success, announced, words });
  },
};
