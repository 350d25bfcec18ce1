/** How the answer to the valid request and the session of step 0 related to each other in time. */
import type { ConnectionId } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import { type EndRecord, type EvidenceView, text } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { isFinding, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { isSuccess } from './answer.ts';
import { endedByPeer, PROMPT } from './ended.ts';
import { worked } from './probe.ts';
import { validRequest } from './success.ts';
import { micros, STAMP_ACCURACY } from './windows.ts';

export interface SessionAnswer {
  /**
   * `complete`: the answer was read to its end on the session of step 0. `cut-off`: the peer ended the session first.
   * `stalled`: the session stood, and no whole answer came.
   */
  readonly how: 'complete' | 'cut-off' | 'stalled';
  readonly exchange: ExchangeEntry;
  /** The peer's first sign of ending, if any. */
  readonly end: EndRecord | undefined;
  /** For people: `204, complete`, `200, incomplete`, `no answer`. */
  readonly seen: string;
}

/** True for the session that the victim opened for its offboarding request. */
export function isStepZeroSession(evidence: EvidenceView, connection: ConnectionId): boolean {
  return evidence.actions('open-session', 'victim').some(({ facts }) => text(facts.connection) === connection);
}

/**
 * An error on our socket and the sign of ending that caused it are stamped in different places, and not at once on a
 * busy machine.
 */
const SAME_EVENT = micros(50);

/**
 * Relates answer and session; unclear when the request was answered with anything but success, when it did not go out
 * on the session of step 0, or when that session had ended before the request could reach the CCF.
 */
export function sessionAnswer(context: CheckContext): SessionAnswer | Finding {
  const valid = validRequest(context);
  if (isFinding(valid)) return valid;
  const { request, answer } = valid;
  const { exchange, status } = answer;
  if (exchange === undefined || (status !== undefined && !isSuccess(status))) {
    return unclear('precondition-failed', `${answer.seen} on the valid offboarding request`, [request, exchange]);
  }
  if (!isStepZeroSession(context.evidence, exchange.connection)) {
    return unclear('precondition-failed', 'a request that did not go out on the session of step 0', [exchange]);
  }
  const end = endedByPeer(context.evidence, exchange.connection);
  const complete = exchange.response?.complete === true;
  if (status === undefined && end !== undefined && !isEndedUponRequest(context, exchange, end)) {
    return unclear('precondition-failed', 'a session that had ended, or would have, whatever was asked', [
      exchange,
      end,
    ]);
  }
  const seen = status === undefined ? 'no answer' : `${status}, ${complete ? 'complete' : 'incomplete'}`;
  if (complete) return { how: 'complete', exchange, end, seen };
  const cause = exchange.failure?.cause;
  if (end !== undefined && cause !== 'timeout' && end.at <= exchange.at + SAME_EVENT) {
    return { how: 'cut-off', exchange, end, seen };
  }
  if (cause === 'closed' || cause === 'reset' || cause === 'alert') {
    return unclear('wrong-cause', `${seen}; the request failed (${cause}) and no sign of the peer's ending`, [
      exchange,
    ]);
  }
  return { how: 'stalled', exchange, end, seen };
}

/**
 * Without a byte of an answer, was it the request that made the CCF end the session? Not if the ending was under way
 * before the CCF can have had it, be it by an idle limit or because this API invoker was never served to begin with.
 */
function isEndedUponRequest({ evidence }: CheckContext, exchange: ExchangeEntry, end: EndRecord): boolean {
  const { connection, requestAt } = exchange;
  if (end.at <= requestAt + STAMP_ACCURACY) return false;
  const earlier = evidence.exchangesOn(connection).filter((other) => other.requestAt < requestAt && other.response);
  const idleSince = earlier.at(-1)?.at ?? evidence.handshake(connection)?.at ?? requestAt;
  const served = earlier.length > 0 || worked(evidence.probe('discovery', 'victim', 'control'));
  return served && requestAt - idleSince <= PROMPT;
}
