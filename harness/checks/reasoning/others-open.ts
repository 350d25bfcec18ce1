/** A bystander's open session stays up and serves: S6-others-open and S9-others-open. */
import type { ConnectionId } from '../../../simulators/wire/facts.ts';
import type { CheckContext } from '../check.ts';
import { breached, holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Act, endedByPeer, endedTogether } from './ended.ts';
import { type After, probeAfter, servedBystander } from './probe.ts';

export interface OthersSession {
  readonly act: Act;
  /** What the bystander's use of it comes after. */
  readonly after: After;
  /** The victim's session. */
  readonly main: ConnectionId | undefined;
  /** The bystander's. */
  readonly connection: ConnectionId | undefined;
  readonly probe: 'open-session' | 'service-open-session';
  readonly words: { readonly session: string; readonly before: string };
}

export function othersOpen(context: CheckContext, others: OthersSession): Finding {
  const { evidence } = context;
  const { after, connection, probe, words } = others;
  if (connection === undefined || evidence.handshake(connection) === undefined) {
    return unclear('precondition-failed', `no open ${words.session} of a bystander`);
  }
  const use = probeAfter(evidence, probe, 'bystander', after);
  if (use?.outcome === 'accepted') return holds(`the bystander's open ${words.session} served (${use.seen})`, [use]);
  const ended = endedSession(context, others, connection);
  if (ended !== undefined) return ended;
  if (use === undefined) return unclear('no-traffic', `the bystander's open ${words.session} not used afterwards`);
  // Said on a connection that stands: servers of HTTP/2 say it of idle ones, and when it was said nobody knows.
  if (use.facts.goaway === true)
    return unclear('wrong-cause', `the bystander's open ${words.session}: ${use.seen}`, [use]);
  const alive = servedBystander(evidence, after);
  return use.outcome === 'refused' && (use.facts.silent !== true || alive !== undefined)
    ? breached(`a request on the bystander's open ${words.session} refused (${use.seen})`, [use, alive], use)
    : unclear('wrong-cause', `a request on the bystander's open ${words.session} failed: ${use.seen}`, [use]);
}

/** What the ending of the bystander's session says; undefined when the peer did not end it. */
function endedSession(
  { evidence }: CheckContext,
  { act, main, words }: OthersSession,
  connection: ConnectionId,
): Finding | undefined {
  const end = endedByPeer(evidence, connection);
  if (end === undefined) return undefined;
  const theirs = `bystander's ${words.session}`;
  if (end.at < act.requestedAt) {
    return unclear('precondition-failed', `a ${theirs} that ended before ${words.before}`, [end]);
  }
  const victims = main === undefined ? undefined : endedByPeer(evidence, main);
  if (victims !== undefined && endedTogether(evidence, act, victims, end)) {
    return breached(`the ${theirs} ended (${end.signal}) together with the victim's`, [victims, end], end);
  }
  const seen = `the ${theirs} ended (${end.signal}) apart from the victim's, as by an idle limit`;
  return unclear('wrong-cause', seen, [victims, end], end);
}
