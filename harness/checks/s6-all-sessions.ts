import { text } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { endedByPeer, endedTogether, whyEnded } from './reasoning/ended.ts';
import { gone } from './reasoning/gone.ts';
import { worked } from './reasoning/probe.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-all-sessions',
  expected: 'a parallel session of the offboarded API invoker to be ended, or refused on its next use',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    // A CCF that closes after every answer ends the one that was proved to work; an unused one stands in for it.
    const parallel = evidence.actions('open-parallel-session', 'victim').at(-1);
    const connection = text(parallel?.facts.connection);
    if (connection === undefined) return unclear('no-traffic', 'no parallel session');
    const control = evidence.probe('parallel-session', 'victim', 'control');
    if (!worked(control))
      return unclear('precondition-failed', 'a parallel session that did not serve before', [parallel, control]);
    return ended(context, success, connection) ?? gone(context, success, 'parallel-session');
  },
};

/** What the ending of the parallel session says; undefined when the CCF did not end it. */
function ended({ evidence }: CheckContext, success: Offboarding, connection: string): Finding | undefined {
  const end = endedByPeer(evidence, connection);
  const use = evidence.probe('parallel-session', 'victim', 'settled');
  // An ending that follows upon the use, e.g. because of Connection: close, tells nothing that the use doesn't.
  const used = evidence.exchangesOn(connection).findLast(({ requestAt }) => requestAt > success.requestedAt);
  if (end === undefined || (used?.response !== undefined && used.requestAt < end.at)) return undefined;
  if (end.at < success.requestedAt) {
    return unclear('precondition-failed', 'a parallel session that ended before the offboarding request', [end]);
  }
  const victims = endedByPeer(evidence, success.exchange.connection);
  if (victims !== undefined && endedTogether(evidence, success, victims, end)) {
    return holds(`the parallel session ended (${end.signal}) together with that of step 0`, [victims, end, use]);
  }
  const why = whyEnded(evidence, success, connection, end);
  return why.by === 'teardown'
    ? holds(`the parallel session ended (${end.signal}) ${why.seen}`, [...why.cited, use])
    : unclear(why.cause, `on the parallel session ${why.seen}`, [...why.cited, use]);
}
