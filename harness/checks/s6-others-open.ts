import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { bystandersSession, endedByPeer, endedTogether } from './reasoning/ended.ts';
import { servedBystander } from './reasoning/probe.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S6-others-open',
  expected: "a bystander's open session to stay up and to serve",
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const connection = bystandersSession(evidence);
    if (connection === undefined || evidence.handshake(connection) === undefined) {
      return unclear('precondition-failed', 'no open session of a bystander');
    }
    const use = evidence.probe('open-session', 'bystander', 'settled');
    if (use?.outcome === 'accepted') return holds(`the bystander's open session served (${use.seen})`, [use]);
    const ended = endedSession(context, success, connection);
    if (ended !== undefined) return ended;
    if (use === undefined) return unclear('no-traffic', "the bystander's open session not used afterwards");
    const alive = servedBystander(evidence);
    return use.outcome === 'refused' && (use.facts.silent !== true || alive !== undefined)
      ? breached(`a request on the bystander's open session refused (${use.seen})`, [use, alive])
      : unclear('wrong-cause', `a request on the bystander's open session failed: ${use.seen}`, [use]);
  },
};

/** What the ending of the bystander's session says; undefined when the CCF did not end it. */
function endedSession({ evidence }: CheckContext, success: Offboarding, connection: string): Finding | undefined {
  const end = endedByPeer(evidence, connection);
  if (end === undefined) return undefined;
  if (end.at < success.requestedAt) {
    return unclear('precondition-failed', "a bystander's session that ended before the offboarding request", [end]);
  }
  const victims = endedByPeer(evidence, success.exchange.connection);
  if (victims !== undefined && endedTogether(evidence, success, victims, end)) {
    return breached(`the bystander's session ended (${end.signal}) together with the victim's`, [victims, end]);
  }
  const seen = `the bystander's session ended (${end.signal}) apart from the victim's, as by an idle limit`;
  return unclear('wrong-cause', seen, [victims, end]);
}
