/** The genuine notification to an AEF under test: what steps 8, 9 and 10 follow upon. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import { type ActionRecord, type EvidenceView, type NotificationCase, text } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Answer, answerTo, isSuccess } from './answer.ts';

/** A notification that reached the AEF. */
export interface Notified {
  readonly notification: ActionRecord;
  readonly answer: Answer;
  readonly exchange: ExchangeEntry;
  readonly status: number | undefined;
  /** The AEF answered 2xx, and by that says that it is done. */
  readonly acknowledged: boolean;
  readonly requestedAt: Micros;
  /** When the acknowledgement had arrived, or was given up. */
  readonly answeredAt: Micros;
  /** Sequence number of the notification that followed; what is found after it may be its doing. */
  readonly until: number;
}

/** The notifications of these cases, in the order in which they were sent. */
export function notificationsOf(
  evidence: EvidenceView,
  ...cases: readonly NotificationCase[]
): readonly ActionRecord[] {
  return evidence.actions('notification').filter(({ facts }) => cases.some((wanted) => wanted === facts.case));
}

/** Where a notification stands in the recording: its exchange is recorded before the action that tells of it. */
export function startOf(evidence: EvidenceView, notification: ActionRecord): number {
  return Math.min(notification.seq, answerTo(evidence, notification).exchange?.seq ?? notification.seq);
}

/** Sequence number of the next notification after this one, whatever its case; infinity when it was the last. */
export function nextAfter(evidence: EvidenceView, notification: ActionRecord): number {
  const next = evidence.actions('notification').find(({ seq }) => seq > notification.seq);
  return next === undefined ? Number.POSITIVE_INFINITY : startOf(evidence, next);
}

/** The genuine notification; unclear when none reached the AEF, or it was not about the victim. */
export function notified({ evidence }: CheckContext): Notified | Finding {
  const [notification] = notificationsOf(evidence, 'genuine');
  if (notification === undefined) return unclear('precondition-failed', 'no genuine notification in this run');
  const { apiInvokerId } = evidence.identity('victim');
  if (apiInvokerId === undefined) {
    return unclear('precondition-failed', 'an API invoker that had not been onboarded', [notification]);
  }
  if (text(notification.facts.apiInvokerId) !== apiInvokerId) {
    return unclear('precondition-failed', 'a notification about somebody else', [notification]);
  }
  const answer = answerTo(evidence, notification);
  const { exchange, status } = answer;
  // TLS 1.3 refuses our CCF's certificate after our end is done, so that an exchange exists; TLS 1.2 before.
  if (exchange === undefined || (status === undefined && !REACHED.has(answer.failure))) {
    return unclear('precondition-failed', `${answer.seen} for the genuine notification`, [notification, exchange]);
  }
  const { requestAt: requestedAt, at: answeredAt } = exchange;
  const acknowledged = isSuccess(status);
  const until = nextAfter(evidence, notification);
  return { notification, answer, exchange, status, acknowledged, requestedAt, answeredAt, until };
}

/** Ways of not answering by which the AEF had at least the connection over which the notification was sent. */
const REACHED: ReadonlySet<string> = new Set(['closed', 'reset', 'timeout', 'incomplete', 'malformed']);

/**
 * A breach counts only against an AEF that acknowledged. One that did not never said that it is done, or even that it
 * takes notifications from our CCF; S10-acknowledged judges that.
 */
export function onceAcknowledged({ acknowledged, answer }: Notified, finding: Finding): Finding {
  if (acknowledged || finding.outcome !== 'breached') return finding;
  const seen = `${finding.seen}; but ${answer.seen} on the notification, which S10-acknowledged judges`;
  return { outcome: 'unclear', cause: 'precondition-failed', seen, evidence: finding.evidence };
}
