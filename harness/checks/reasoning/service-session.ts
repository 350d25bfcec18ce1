/** The victim's connection to the AEF under test, and what its ending is measured against. */
import type { ConnectionId } from '../../../simulators/wire/facts.ts';
import { type ActionRecord, type EndRecord, type EvidenceView, text } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { isFinding, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Act, bystandersSession, endedByPeer } from './ended.ts';
import { type Notified, notified } from './notified.ts';
import { micros } from './windows.ts';

export interface ServiceSession {
  readonly connection: ConnectionId;
  readonly opening: ActionRecord;
  readonly notification: Notified;
  /** What endings are attributed to. */
  readonly act: Act;
  /**
   * True for a connection that had ended with its answer, by `Connection: close`, before the notification came. With OAuth 2.0 no other is
   * known to be this invoker's: a connection on which no token has come yet is nobody's.
   */
  readonly spent: boolean;
}

/**
 * How long after the notification was sent an ending is explained by it alone, where no bystander's session compares.
 * Unlike the session of an offboarding request this connection idles all the while that an acknowledgement is due, so
 * that a slow one explains nothing that happens meanwhile.
 */
const UPON_RECEIPT = micros(50);

/** The connection that must be torn down; unclear when it did not stand idle as the notification came. */
export function serviceSession(context: CheckContext): ServiceSession | Finding {
  const { evidence } = context;
  const notification = notified(context);
  if (isFinding(notification)) return notification;
  const act = actOf(evidence, notification);
  const openings = evidence.actions('open-service-session', 'victim');
  const opening = openings.findLast(({ seq }) => seq < notification.exchange.seq);
  const connection = text(opening?.facts.connection);
  if (opening === undefined || connection === undefined || evidence.handshake(connection) === undefined) {
    return unclear('precondition-failed', 'no open connection of the API invoker to the AEF', [opening]);
  }
  const [first] = evidence.ends(connection);
  const spent = opening.facts.spent === true && first?.by === 'peer';
  if (!spent && first !== undefined && first.at < notification.requestedAt) {
    const seen = `a connection that ended (${first.signal}, by ${first.by}) before the notification, as by an idle limit`;
    return unclear('precondition-failed', seen, [opening, first]);
  }
  return { connection, opening, notification, act, spent };
}

/** What the endings of connections to an AEF are attributed to. */
function actOf(evidence: EvidenceView, { requestedAt, answeredAt }: Notified): Act {
  const bystanders = bystandersSession(evidence, 'open-service-session');
  return { requestedAt, answeredAt: Math.min(answeredAt, requestedAt + UPON_RECEIPT), bystanders };
}

/** The AEF's first sign of ending that connection, unless ours came first. */
export function endOf(evidence: EvidenceView, { connection }: ServiceSession): EndRecord | undefined {
  return endedByPeer(evidence, connection);
}
