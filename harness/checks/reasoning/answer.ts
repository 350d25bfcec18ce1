/** What came back on an offboarding request or a notification, and whether that is a refusal for a reason that fits. */
import type { Failure, Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import { type ActionRecord, type EvidenceView, text } from '../../evidence/view.ts';

export interface Answer {
  /** Present when at least the head of an HTTP answer came. */
  readonly status: number | undefined;
  /** Why no HTTP answer came: a {@link Failure} cause; `nothing` when the evidence does not say. */
  readonly failure: Failure['cause'] | 'nothing';
  /** Name of the TLS alert when the failure is one. */
  readonly alert: string | undefined;
  /** Absent when the connection for the request did not come about. */
  readonly exchange: ExchangeEntry | undefined;
  /**
   * When the request was sent; without an exchange, when its connection was opened, or else when its failure was
   * recorded.
   */
  readonly sentAt: Micros;
  /** For people, e.g. `403`, `TLS alert access_denied`, `the connection closed without an answer`. */
  readonly seen: string;
}

const FAILURES: Readonly<Record<Failure['cause'] | 'nothing', string>> = {
  alert: 'a TLS alert',
  closed: 'the connection closed without an answer',
  reset: 'the connection reset without an answer',
  'connection-refused': 'the connection refused',
  unresolved: 'a host name without an address',
  timeout: 'no answer within the bound',
  untrusted: "the peer's certificate rejected by our end",
  'not-tls': 'a peer that does not speak TLS',
  incomplete: 'an answer that did not end',
  malformed: 'an answer that is not HTTP',
  other: 'a failure of another kind',
  nothing: 'no answer in the evidence',
};

/** What became of an offboarding request, or of a notification of ours. */
export function answerTo(evidence: EvidenceView, request: ActionRecord): Answer {
  const exchange = evidence.exchange(text(request.facts.exchange));
  const status = exchange?.response?.status;
  const failure = exchange?.failure?.cause ?? failureNamed(text(request.facts.failure));
  const alert = exchange?.failure?.alert?.name ?? text(request.facts.alert);
  const opened = evidence.connection(text(request.facts.connection) ?? '')?.at;
  const sentAt = exchange?.requestAt ?? opened ?? request.at;
  const seen = status !== undefined ? `${status}` : alert !== undefined ? `TLS alert ${alert}` : FAILURES[failure];
  return { status, failure, alert, exchange, sentAt, seen };
}

/** The `failure` fact as one of the causes that the wire layer knows. */
export function failureNamed(fact: string | undefined): Failure['cause'] | 'nothing' {
  return fact !== undefined && isCause(fact) ? fact : 'nothing';
}

function isCause(fact: string): fact is Failure['cause'] {
  return Object.hasOwn(FAILURES, fact);
}

export function isSuccess(status: number | undefined): status is number {
  return status !== undefined && status >= 200 && status < 300;
}

/**
 * Alerts by which a TLS server says "I don't know you" or "not you". Others, such as `internal_error`, prove nothing.
 */
const FITTING_ALERTS: ReadonlySet<string> = new Set([
  'access_denied',
  'bad_certificate',
  'certificate_required',
  'certificate_revoked',
  'certificate_unknown',
  'handshake_failure', // what TLS 1.2 servers send when the client shows no certificate
  'unknown_ca',
  'unsupported_certificate',
]);

/** A TLS alert that refuses the client, rather than one that tells of a fault. */
export function isRefusingAlert(answer: Pick<Answer, 'failure' | 'alert'>): boolean {
  return answer.failure === 'alert' && answer.alert !== undefined && FITTING_ALERTS.has(answer.alert);
}

/** The CCF ended the connection instead of answering: a refusal only where something shows that the CCF was alive. */
export function isCutOff(answer: Pick<Answer, 'failure'>): boolean {
  return answer.failure === 'closed' || answer.failure === 'reset';
}

/** A 4xx that is about this request: 408 and 429 are about time and load. */
export function isClientError(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}
