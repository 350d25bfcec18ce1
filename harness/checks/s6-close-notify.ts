import type { Check } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import { closedOrderly } from './reasoning/close-signal.ts';
import { endedByPeer } from './reasoning/ended.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-close-notify',
  expected: 'the CCF to end the TLS session with close_notify',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    // After our own ending the peer's is an answer to it, and says nothing of how it would have closed.
    const end = endedByPeer(evidence, success.exchange.connection);
    if (end === undefined) return unclear('no-traffic', 'no ending by the CCF', [success.exchange]);
    return closedOrderly(end);
  },
};
