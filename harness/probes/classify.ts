import type { Failure, HttpExchange, HttpResponseFacts, TlsAlert } from '../../simulators/wire/facts.ts';
import { GOAWAY } from '../../simulators/wire/failure.ts';
import { certificatePage } from '../evidence/certificate-page.ts';
import type { ProbeOutcome } from '../evidence/timeline.ts';
import { saidIn } from './said.ts';

/** What a probe found out, before it is stamped. */
export interface ProbeResult {
  readonly outcome: ProbeOutcome;
  readonly seen: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** "No longer recognised" in HTTP; 410 is 404 said with more certainty. */
const REFUSING_STATUS: ReadonlySet<number> = new Set([401, 403, 404, 410]);

/**
 * Alerts by which a TLS server says that it will not have this client's credential. Left out on purpose: protocol_version, internal_error and
 * the like, which say nothing about the credential, and certificate_expired, which says it for another reason.
 */
const REFUSING_ALERTS: ReadonlySet<string> = new Set([
  'handshake_failure',
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_unknown',
  'unknown_ca',
  'access_denied',
  'certificate_required',
  'unknown_psk_identity',
  // A PSK server that hides which identities it knows answers as if the key were wrong (RFC 4279 2).
  'decrypt_error',
  'bad_record_mac',
]);

/** What an answer, or its absence, says about whether the asker is still recognised. */
export function classify(exchange: HttpExchange): ProbeResult {
  const { response, failure } = exchange;
  const page = certificatePage(response);
  if (page !== undefined) return { outcome: 'refused', seen: `400, ${page}`, facts: { status: 400 } };
  if (response !== undefined && (response.complete || response.status >= 300)) return classifyStatus(response);
  return classifyFailure(failure ?? { cause: 'other', message: 'no answer' });
}

function classifyStatus(response: HttpResponseFacts): ProbeResult {
  const { status } = response;
  const facts = { status };
  if (status >= 200 && status < 300) return { outcome: 'accepted', seen: String(status), facts };
  if (REFUSING_STATUS.has(status)) return { outcome: 'refused', seen: String(status), facts };
  return { outcome: 'wrong-cause', seen: `${status}${saidIn(response)}`, facts };
}

/** What a connection or exchange that did not come about says. A silent end counts as a refusal only beside a liveness proof (`silent`). */
export function classifyFailure(failure: Failure): ProbeResult {
  if (failure.cause === 'alert' && failure.alert !== undefined) return classifyAlert(failure.alert);
  if (failure.cause === 'closed' || failure.cause === 'reset') {
    const goaway = failure.code === GOAWAY && { goaway: true };
    return { outcome: 'refused', seen: failure.message, facts: { silent: true, failure: failure.cause, ...goaway } };
  }
  return { outcome: 'wrong-cause', seen: failure.message, facts: { failure: failure.cause } };
}

function classifyAlert({ name }: TlsAlert): ProbeResult {
  const outcome = REFUSING_ALERTS.has(name) ? 'refused' : 'wrong-cause';
  return { outcome, seen: `TLS alert ${name}`, facts: { alert: name } };
}
