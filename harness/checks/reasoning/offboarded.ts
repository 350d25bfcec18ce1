/** What an API invoker under test did at our CCF: how it was set up, told to leave, and asked to be offboarded. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry, Timeline } from '../../evidence/timeline.ts';
import { type ActionRecord, type EvidenceView, text } from '../../evidence/view.ts';
import { unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { isSuccess } from './answer.ts';
import { micros } from './windows.ts';

/** What our CCF assigned to the API invoker under test. */
export interface Provided {
  readonly action: ActionRecord;
  readonly apiInvokerId: string;
  readonly onboardingId: string;
  /** Path of the Location that the onboarding was answered with. */
  readonly onboardingPath: string;
  /** SHA-256 of the certificates issued, hex, lower case; the one of onboarding first. */
  readonly fingerprints: readonly string[];
  /** SHA-256 of the public key that it onboarded with, in hex. */
  readonly publicKeySha256: string | undefined;
  /** SHA-256 of its Onboard_Secret, in hex. */
  readonly secretSha256: string | undefined;
}

/** A hook's duration is recorded in whole milliseconds. */
const ROUNDING: Micros = micros(2);

/** What the invoker was given; unclear when it never came to be onboarded at our CCF. */
export function provided(evidence: EvidenceView): Provided | Finding {
  const all = evidence.actions('provide').filter(({ ok }) => ok);
  // Made to act again an offboarded invoker may onboard anew; that enrolment is not the one that was cancelled.
  const leaving = triggers(evidence)[0]?.to ?? Number.POSITIVE_INFINITY;
  const action = all.findLast(({ at }) => at <= leaving) ?? all[0];
  const [apiInvokerId, onboardingId] = [text(action?.facts.apiInvokerId), text(action?.facts.onboardingId)];
  const [onboardingPath, fingerprint] = [text(action?.facts.onboardingPath), text(action?.facts.fingerprint)];
  if (action === undefined || !apiInvokerId || !onboardingId || !onboardingPath || !fingerprint) {
    return unclear('precondition-failed', 'an API invoker that was not onboarded by our CCF', [action]);
  }
  const renewed = evidence.actions('provide-certificate').map(({ facts }) => text(facts.fingerprint) ?? '');
  return {
    action,
    apiInvokerId,
    onboardingId,
    onboardingPath,
    fingerprints: [fingerprint, ...renewed].map(plain),
    publicKeySha256: text(action.facts.publicKeySha256),
    secretSha256: text(action.facts.secretSha256),
  };
}

/** A fingerprint as the wire layer writes it. */
export function plain(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

/** Something told the invoker to leave. */
export interface Trigger {
  readonly entry: Timeline[number];
  readonly ok: boolean;
  /** When the telling began; the invoker may act while it still goes on. */
  readonly from: Micros;
  /** When it was over. */
  readonly to: Micros;
}

/** Every trigger, in order: the hook where there is one, which knows how long it took, else the action alone. */
export function triggers(evidence: EvidenceView): readonly Trigger[] {
  const hooks = evidence.hooks('trigger');
  if (hooks.length > 0) {
    return hooks.map((entry) => {
      const from = entry.at - micros(entry.durationMs) - ROUNDING;
      return { entry, ok: entry.ok, from, to: entry.at };
    });
  }
  const given = evidence.action('provide')?.at ?? Number.NEGATIVE_INFINITY;
  return evidence.actions('trigger').map((entry, index, all) => {
    // Recorded when it was over: what it set off lies between whatever came before and itself.
    const from = all[index - 1]?.at ?? given;
    return { entry, ok: entry.ok, from, to: entry.at };
  });
}

/** Of CAPIF-1e and the endpoint for onboarding, where an API invoker reaches a CCF. */
export function isCcf(label: string): boolean {
  return label === 'ccf' || label.startsWith('ccf:');
}

/** Requests that the CCF received on these connections, in the order of arrival. */
export function received(evidence: EvidenceView, isWanted: (label: string) => boolean): readonly ExchangeEntry[] {
  return evidence
    .accepted(isWanted)
    .flatMap(({ connection }) => evidence.exchangesOn(connection))
    .filter(({ side }) => side === 'server')
    .toSorted((one, other) => one.requestAt - other.requestAt);
}

/** Offboard API invoker requests that our CCF received from then on, those of an enrolment before this one left out. */
export function offboardRequests(evidence: EvidenceView, from: Micros): readonly ExchangeEntry[] {
  return received(evidence, isCcf).filter(
    (exchange) =>
      isOffboardRequest(exchange.request) && exchange.requestAt >= from && !isOfEarlierEnrolment(evidence, exchange),
  );
}

/**
 * Our CCF outlives a scenario, and an API invoker that got no answer in an earlier one may go on asking. Such a request names the path that
 * the earlier enrolment was given, with the certificate that it was given.
 */
function isOfEarlierEnrolment(evidence: EvidenceView, { connection, request }: ExchangeEntry): boolean {
  const handshake = evidence.handshake(connection)?.facts;
  return evidence.actions('earlier-enrolment').some(({ facts }) => {
    if (pathOf(request.target) !== pathOf(text(facts.onboardingPath) ?? '')) return false;
    const peer = handshake?.peer;
    // Not every TLS stack remembers the certificate of a session that it resumes.
    if (peer?.by !== 'certificate') return handshake?.resumed === true;
    return plain(peer.fingerprint) === plain(text(facts.fingerprint) ?? '');
  });
}

export function isOffboardRequest({ method, target }: ExchangeEntry['request']): boolean {
  return method === 'DELETE' && /\/onboardedInvokers\/[^/]+$/.test(pathOf(target));
}

/** The path of a request target, decoded so that two ways of writing it compare equal. */
export function pathOf(target: string): string {
  const path = target.replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // Not valid percent-encoding: it is whatever it says.
    return path;
  }
}

/** The answer says success and was written to its end, so that the invoker knows. */
export function succeeded({ response, failure }: ExchangeEntry): boolean {
  return isSuccess(response?.status) && response?.complete === true && failure === undefined;
}

/** The last moment at which the recording was still going on. */
export function watchedUntil(evidence: EvidenceView): Micros {
  return Math.max(...evidence.timeline.map(({ at }) => at), Number.NEGATIVE_INFINITY);
}
