/** Reads one probe as an answer to "is it still there?": accepted means yes, refused means no. */

import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry, ProbeOutcome, Subject } from '../../evidence/timeline.ts';
import type { EvidenceView, ProbeRecord } from '../../evidence/view.ts';

/**
 * The outcome with respect to what the probe is after. A 200 that does not name the invoker, or carries no key, is as
 * good as a 404; a certificate that a CRL lists is refused by everyone who reads it.
 */
export function outcomeOf(probe: ProbeRecord): ProbeOutcome {
  const { outcome, facts } = probe;
  if (outcome === 'wrong-cause' || outcome === 'not-available') return outcome;
  switch (probe.probe) {
    case 'trusted-invoker':
      return facts.namesInvoker === false ? 'refused' : outcome;
    case 'aefpsk':
      return typeof facts.keyPresent === 'boolean' ? yes(facts.keyPresent) : outcome;
    case 'crl':
      return typeof facts.listed === 'boolean' ? yes(!facts.listed) : 'not-available';
    default:
      return outcome;
  }
}

/** What probes are put after, and until when what they find can be its doing. */
export interface After {
  readonly exchange: { readonly seq: number };
  /** Sequence number of whatever happened next to the same node; absent when nothing did. */
  readonly until?: number;
}

/** The settled probes of that name that were put after the act, and before anything else was done to the node. */
export function probesAfter(
  evidence: EvidenceView,
  name: string,
  subject: Subject,
  { exchange, until = Number.POSITIVE_INFINITY }: After,
): readonly ProbeRecord[] {
  return evidence
    .probes(subject, 'settled')
    .filter(({ probe, seq }) => probe === name && seq > exchange.seq && seq < until);
}

/** The last of {@link probesAfter}. */
export function probeAfter(
  evidence: EvidenceView,
  name: string,
  subject: Subject,
  after: After,
): ProbeRecord | undefined {
  return probesAfter(evidence, name, subject, after).at(-1);
}

/** The positive control: the last probe of that name before the act, be it a control or, after an earlier act, settled. */
export function probeBefore(
  evidence: EvidenceView,
  name: string,
  subject: Subject,
  { exchange }: After,
): ProbeRecord | undefined {
  return [...evidence.probes(subject, 'control'), ...evidence.probes(subject, 'settled')]
    .filter(({ probe, seq }) => probe === name && seq < exchange.seq)
    .toSorted((one, other) => one.seq - other.seq)
    .at(-1);
}

function yes(there: boolean): ProbeOutcome {
  return there ? 'accepted' : 'refused';
}

/** True when the probe shows that what it is after worked: the positive control of a later negative. */
export function worked(probe: ProbeRecord | undefined): boolean {
  if (probe === undefined || outcomeOf(probe) !== 'accepted') return false;
  // Another key than the invoker derived is not the key whose deletion is asked for.
  if (probe.probe === 'aefpsk') return probe.facts.keyMatches === true;
  return !RESUMPTIONS.has(probe.probe) || probe.facts.resumed === true;
}

const RESUMPTIONS: ReadonlySet<string> = new Set(['resumption', 'service-resumption']);

/** Probes that an AEF puts with its own certificate. */
const ASKED_BY_AEF: ReadonlySet<string> = new Set(['trusted-invoker', 'aefpsk']);

/**
 * True when this refusal says something about the invoker only if the same probe still succeeds for a bystander: a
 * connection that closes in silence may be a CCF that is down, and a 401 or 403 to an AEF may be about the AEF.
 */
export function needsLiveness(evidence: EvidenceView, probe: ProbeRecord): boolean {
  if (probe.facts.silent === true) return true;
  if (!ASKED_BY_AEF.has(probe.probe)) return false;
  const said = Number.parseInt(probe.seen, 10);
  const status = Number.isNaN(said) ? requestsOf(evidence, probe).at(-1)?.response?.status : said;
  return status === 401 || status === 403;
}

/** Probes of a bystander that show the CCF alive where this one asks, any of which will do. */
export function bystandersCounterparts(probe: string): readonly string[] {
  // Both are discovery; what differs is the session on which it is asked.
  const isDiscovery = probe === 'parallel-session' || probe === 'resumption';
  if (isDiscovery) return [probe, 'open-session', 'discovery'];
  // The bystander has its context already, and putting it again proves nothing either way; to events it does not subscribe.
  if (probe === 'context-write' || probe === 'events') return [probe, 'discovery'];
  const isServiceCall = probe === 'service-parallel' || probe === 'service-resumption';
  return isServiceCall ? [probe, 'service-open-session', 'service-api'] : [probe];
}

/** When the probe was put: its first request was sent, or, where it cites none, it was recorded. */
export function putAt(evidence: EvidenceView, probe: ProbeRecord): Micros {
  return requestsOf(evidence, probe)[0]?.requestAt ?? probe.at;
}

/** A notification may reach a simulated AEF while a probe is under way; it isn't the probe's. */
function requestsOf(evidence: EvidenceView, probe: ProbeRecord): readonly ExchangeEntry[] {
  return evidence.citedExchanges(probe).filter(({ side }) => side === 'client');
}

/** Somebody else was served at last on the endpoints that API invokers and AEFs use: the node was up. */
export function servedBystander(evidence: EvidenceView, after?: After): ProbeRecord | undefined {
  return evidence
    .probes('bystander', 'settled')
    .find(
      (probe) =>
        probe.probe !== 'crl' &&
        outcomeOf(probe) === 'accepted' &&
        (after === undefined || probe.seq > after.exchange.seq),
    );
}

const WORDS: Readonly<Record<string, string>> = {
  discovery: 'discovery in a new session',
  'discovery-as-other': "discovery with the old certificate and a bystander's ID",
  'context-write': 'PUT of a security context',
  events: 'subscription to events',
  'profile-patch': 'PATCH of the profile',
  'profile-put': 'PUT of the profile',
  'trusted-invoker': "the AEF's GET of the security context",
  aefpsk: "the AEF's GET of the AEFPSK",
  token: 'token request',
  'token-with-secret': 'token request with the onboard secret',
  'secret-alone': 'token request with the onboard secret and no certificate',
  crl: 'the certificate, by the CRL,',
  resumption: 'resumption of the TLS session',
  'parallel-session': 'discovery on the parallel session',
  'open-session': 'a request on the open session',
  'service-api': 'a call of the service API',
  'service-resumption': 'resumption of the TLS connection',
  'service-parallel': 'a call on the parallel connection',
  'service-open-session': 'a call on the open connection',
};

/** What a probe asks for, as words in a finding. */
export function inWords(probe: string): string {
  return WORDS[probe] ?? probe;
}
