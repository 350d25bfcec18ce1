/**
 * Was a session torn down, or did it merely time out?
 *
 * A CCF that never tears anything down still closes sessions that idle for long, and the wire looks the same. What
 * tells them apart is a bystander's session that had been idle for at least as long: a teardown spares it, an idle
 * limit ends it first.
 */
import type { ConnectionId, Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import { type EndRecord, type EvidenceView, text } from '../../evidence/view.ts';
import type { Cited } from '../findings.ts';
import type { InconclusiveCause } from '../judgement.ts';
import type { Offboarding } from './success.ts';
import { micros, span } from './windows.ts';

export type WhyEnded =
  | { readonly by: 'teardown'; readonly seen: string; readonly cited: Cited }
  | { readonly by: 'unknown'; readonly cause: InconclusiveCause; readonly seen: string; readonly cited: Cited };

/**
 * Sooner than any idle limit in use: those of HTTP servers start at some seconds, and many run only after a first
 * answer.
 */
export const PROMPT: Micros = micros(1_000);
/** Two sessions that one act ends are ended within this. */
const TOGETHER: Micros = micros(50);
/**
 * How much closer two sessions must be in time than in idleness before "ended by one act" is more than a coincidence.
 */
const MARGIN: Micros = micros(1);

/** A stretch in which nothing crossed a session. */
interface Idle {
  readonly since: Micros;
  /** When it was over, by an ending or the next request; infinity when it never was. */
  readonly until: Micros;
  /** The ending that ended it, if the peer's. */
  readonly end: EndRecord | undefined;
  /** The last exchange before it, undefined on a session that had not been used yet. */
  readonly last: ExchangeEntry | undefined;
}

/** The peer's first sign of ending, unless our own end came first. */
export function endedByPeer(evidence: EvidenceView, connection: ConnectionId): EndRecord | undefined {
  const [first] = evidence.ends(connection);
  return first?.by === 'peer' ? first : undefined;
}

/** What sessions are ended upon: the offboarding request at a CCF, the notification at an AEF. */
export interface Act extends Pick<Offboarding, 'requestedAt' | 'answeredAt'> {
  /** The bystander's session to compare with; by default, when the member is absent, the one at the CCF. */
  readonly bystanders?: ConnectionId | undefined;
}

/** The bystander's session that was opened before the act by this action and left idle. */
export function bystandersSession(
  evidence: EvidenceView,
  opening: 'open-session' | 'open-service-session' = 'open-session',
): ConnectionId | undefined {
  return text(evidence.action(opening, 'bystander')?.facts.connection);
}

/**
 * Why the peer ended this session of the victim: by tearing it down after the offboarding, or for all we know by an
 * idle limit.
 */
export function whyEnded(evidence: EvidenceView, act: Act, connection: ConnectionId, end: EndRecord): WhyEnded {
  const { requestedAt, answeredAt } = act;
  const own = idleBefore(evidence, connection, end);
  const idle = end.at - own.since;
  const late = end.at - answeredAt > PROMPT;
  const announced = announcedLimit(own.last);
  if (announced !== undefined && idle >= announced) {
    return unknown('wrong-cause', `an ending after the idle time that the answer announced (${span(announced)})`, [
      end,
    ]);
  }
  const session = 'bystanders' in act ? act.bystanders : bystandersSession(evidence);
  const other = session === undefined ? undefined : idleDuring(evidence, session, own.since);
  if (other === undefined || (other.end === undefined && Math.min(other.until, end.at) - other.since < idle)) {
    return end.at >= requestedAt && end.at - answeredAt <= TOGETHER
      ? teardown('together with the answer', [end])
      : unknown('precondition-failed', "an ending, and no bystander's session as idle to compare it with", [end]);
  }
  // A session of the victim that had idled for long when the act came may meet its limit just then.
  const wasIdle = own.last !== undefined && own.last.at < requestedAt && idle > PROMPT;
  if (other.last === undefined && (late || wasIdle)) {
    const seen = `an ending after ${span(idle)}, with no bystander's session used before to tell it from an idle limit`;
    return unknown('wrong-cause', seen, [end]);
  }
  if (other.end === undefined) return teardown("while a bystander's session as idle stayed open", [end]);
  return compare(end, idle, other.end, other.end.at - other.since, late);
}

/** True when the ending of another session and that of the victim's are one act, and no idle limit explains it. */
export function endedTogether(evidence: EvidenceView, act: Act, victims: EndRecord, other: EndRecord): boolean {
  const together = Math.abs(victims.at - other.at) <= TOGETHER;
  return together && whyEnded(evidence, act, victims.connection, victims).by === 'teardown';
}

/** Both sessions were ended by the peer: closer in time means one act, closer in idleness means one limit. */
function compare(end: EndRecord, idle: Micros, other: EndRecord, otherIdle: Micros, late: boolean): WhyEnded {
  const cited = [end, other];
  const seen = `an ending after ${span(idle)} of idleness, and a bystander's session ended after ${span(otherIdle)}`;
  const limit = unknown('wrong-cause', `${seen}, as by an idle limit`, cited);
  const differs = Math.abs(idle - otherIdle);
  // Timers are late on a busy machine, the longer ones by more.
  if (differs <= Math.max(idle, otherIdle) / 4) return limit;
  const apart = Math.abs(end.at - other.at);
  if (apart <= TOGETHER) {
    // A server that looks for idle sessions every so often ends several at once too, but hardly right after the answer.
    const oneAct = !late && differs > 2 * apart + MARGIN;
    return oneAct ? teardown("in one act with a bystander's session", cited) : limit;
  }
  if (other.at > end.at) return teardown("while a bystander's session as idle stayed open", cited);
  // The limit that ended the other session lets sessions idle for much longer.
  return idle < otherIdle / 2
    ? teardown(`after ${span(idle)}, where a bystander's session was let idle for ${span(otherIdle)}`, cited)
    : limit;
}

/** The stretch of silence that `end` ended. */
function idleBefore(evidence: EvidenceView, connection: ConnectionId, end: EndRecord): Idle {
  const last = evidence.exchangesOn(connection).findLast(({ requestAt }) => requestAt <= end.at);
  // close_notify may travel with the answer and be stamped before the answer's own end.
  const since = Math.min(last?.at ?? evidence.handshake(connection)?.at ?? end.at, end.at);
  return { since, until: end.at, end, last };
}

/** The stretch of silence on a session around the moment `at`; undefined when the session did not stand then. */
function idleDuring(evidence: EvidenceView, connection: ConnectionId, at: Micros): Idle | undefined {
  const exchanges = evidence.exchangesOn(connection);
  const last = exchanges.findLast(({ requestAt }) => requestAt <= at);
  const since = last?.at ?? evidence.handshake(connection)?.at;
  if (since === undefined || since > at) return undefined;
  const next = exchanges.find(({ requestAt }) => requestAt > at)?.requestAt ?? Number.POSITIVE_INFINITY;
  const [first] = evidence.ends(connection);
  const ended = first !== undefined && first.at <= next;
  return { since, until: ended ? first.at : next, end: ended && first.by === 'peer' ? first : undefined, last };
}

/** The idle limit by HTTP/1.1's own word, `Keep-Alive: timeout=5`. */
function announcedLimit(last: ExchangeEntry | undefined): Micros | undefined {
  const seconds = Number(
    /(?:^|[\s,;])timeout\s*=\s*"?(\d+)/i.exec(last?.response?.headers['keep-alive'] ?? '')?.[1] ?? 0,
  );
  // A server may round its own limit, or start counting a little before we do.
  return seconds > 0 ? micros(seconds * 1_000) - TOGETHER : undefined;
}

function teardown(seen: string, cited: Cited): WhyEnded {
  return { by: 'teardown', seen, cited };
}

function unknown(cause: InconclusiveCause, seen: string, cited: Cited): WhyEnded {
  return { by: 'unknown', cause, seen, cited };
}
