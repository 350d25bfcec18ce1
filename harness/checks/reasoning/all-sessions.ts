/** What becomes of a second session of the offboarded invoker: S6-all-sessions and S9-all-connections. */
import type { ConnectionId } from '../../../simulators/wire/facts.ts';
import type { ActionRecord } from '../../evidence/view.ts';
import { text } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Act, endedByPeer, endedTogether, whyEnded } from './ended.ts';
import { gone } from './gone.ts';
import { type After, probeAfter, worked } from './probe.ts';
import type { Offboarding } from './success.ts';

export interface SecondSession {
  /** What its ending is attributed to. */
  readonly act: Act;
  /** What its next use must come after to be refused. */
  readonly after: After & Pick<Offboarding, 'exchange' | 'answeredAt'>;
  /** The session whose teardown rows of their own judge. */
  readonly main: ConnectionId | undefined;
  /** What opened the second one. */
  readonly opening: ActionRecord | undefined;
  readonly probe: 'parallel-session' | 'service-parallel';
  readonly words: { readonly parallel: string; readonly main: string; readonly before: string };
}

/** Holds when it was ended, or is refused on its next use. */
export function secondEnded(context: CheckContext, second: SecondSession): Finding {
  const { evidence } = context;
  const { opening, probe, words } = second;
  const connection = text(opening?.facts.connection);
  if (connection === undefined) return unclear('no-traffic', `no ${words.parallel}`);
  const control = evidence.probe(probe, 'victim', 'control');
  if (!worked(control)) {
    return unclear('precondition-failed', `a ${words.parallel} that did not serve before`, [opening, control]);
  }
  return ended(context, second, connection) ?? gone(context, second.after, probe);
}

/** What its ending says; undefined when the peer did not end it. */
function ended(
  { evidence }: CheckContext,
  { act, after, main, probe, words }: SecondSession,
  connection: ConnectionId,
): Finding | undefined {
  const end = endedByPeer(evidence, connection);
  const use = probeAfter(evidence, probe, 'victim', after);
  // An ending that follows upon the use, e.g. because of Connection: close, tells nothing that the use doesn't.
  const used = evidence.exchangesOn(connection).findLast(({ requestAt }) => requestAt > act.requestedAt);
  if (end === undefined || (used?.response !== undefined && used.requestAt < end.at)) return undefined;
  if (end.at < act.requestedAt) {
    return unclear('precondition-failed', `a ${words.parallel} that ended before ${words.before}`, [end]);
  }
  const victims = main === undefined ? undefined : endedByPeer(evidence, main);
  if (victims !== undefined && endedTogether(evidence, act, victims, end)) {
    return holds(`the ${words.parallel} ended (${end.signal}) together with ${words.main}`, [victims, end, use]);
  }
  const why = whyEnded(evidence, act, connection, end);
  return why.by === 'teardown'
    ? holds(`the ${words.parallel} ended (${end.signal}) ${why.seen}`, [...why.cited, use])
    : unclear(why.cause, `on the ${words.parallel} ${why.seen}`, [...why.cited, use]);
}
