/** Holds what a target claims against what crossed the wire. A claim can rule requirements out, so a wrong one is worth telling. */
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import type { HandshakeCompleted } from '../../simulators/wire/facts.ts';
import type { ClaimFinding } from '../evidence/run-record.ts';
import type { Entry, ExchangeEntry, Stamp, Timeline } from '../evidence/timeline.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { Claims } from '../target/schema.ts';
import { claimsContradictedByProbes } from './claims-of-probes.ts';

type Handshake = HandshakeCompleted & Stamp;

/** What is looked at: what the implementation under test did, and nobody else. */
interface Seen {
  readonly handshakes: readonly Handshake[];
  readonly exchanges: readonly ExchangeEntry[];
}

type Rule = (claims: Claims, seen: Seen) => ClaimFinding | undefined;

/** Every claim that the recording contradicts, each once. Only what was seen counts: nothing is contradicted by silence. */
export function contradictedClaims(claims: Claims, timeline: Timeline, surroundings: Surroundings): ClaimFinding[] {
  const seen = seenOf(timeline, surroundings);
  const probed = claimsContradictedByProbes(claims, timeline, surroundings.role === 'ccf' ? seen.exchanges : []);
  return [...RULES.flatMap((rule) => rule(claims, seen) ?? []), ...probed];
}

const RULES: readonly Rule[] = [
  function tlsVersions({ tls }, { handshakes }) {
    const versions: readonly string[] = tls.map((version) => `TLSv${version}`);
    const other = handshakes.find(({ facts }) => !versions.includes(facts.version));
    return other && finding('tls', tls.join(', '), `it negotiated ${other.facts.version}`, other);
  },
  function resumption({ sessionResumption }, { handshakes }) {
    const resumed = sessionResumption ? undefined : handshakes.find(({ facts }) => facts.resumed);
    return resumed && finding('sessionResumption', 'false', 'a TLS session was resumed', resumed);
  },
  function httpVersions({ http }, { handshakes }) {
    // Ours offer what is claimed, best first; what is chosen is the target's preference.
    const other = http.includes('http/1.1') ? undefined : handshakes.find(({ facts }) => facts.alpn !== 'h2');
    return other && finding('http', http.join(', '), 'it did not negotiate h2', other);
  },
  function onboardSecrets({ onboardSecret }, { exchanges }) {
    const onboarded = exchanges.flatMap((entry) => answerOf(entry, ONBOARDED, Onboarding) ?? []);
    const given = onboarded.find(({ answer }) => Boolean(answer.onboardingInformation.onboardingSecret));
    if (!onboardSecret) return given && finding('onboardSecret', 'false', 'onboarding issued one', given.entry);
    const [first] = onboarded;
    return first && given === undefined
      ? finding('onboardSecret', 'true', 'onboarding issued none', first.entry)
      : undefined;
  },
  function crlPoints({ crl }, seen) {
    const naming = crl === false ? issued(seen).find(({ certificate }) => namesCrl(certificate)) : undefined;
    return (
      naming && finding('crl', 'false', 'the API invoker certificate names a CRL distribution point', naming.entry)
    );
  },
  function ocspResponders({ ocsp }, seen) {
    const certificates = issued(seen);
    const naming = certificates.find(({ certificate }) => /OCSP/.test(certificate.infoAccess ?? ''));
    if (!ocsp) {
      return naming && finding('ocsp', 'false', 'the API invoker certificate names an OCSP responder', naming.entry);
    }
    const [first] = certificates;
    return first && naming === undefined
      ? finding('ocsp', 'true', 'the API invoker certificate names no OCSP responder', first.entry)
      : undefined;
  },
  function tokenKind({ tokens }, { exchanges }) {
    if (tokens === 'any') return undefined;
    const granted = exchanges.flatMap((entry) => answerOf(entry, TOKEN, Token) ?? []);
    const other = granted.find(({ answer }) => isJwt(answer.access_token) !== (tokens === 'jwt'));
    const seen = tokens === 'jwt' ? 'an access token is no JWT' : 'an access token is a JWT';
    return other && finding('tokens', tokens, seen, other.entry);
  },
];

function finding(claim: string, claimed: string, seen: string, { seq }: Stamp): ClaimFinding {
  return { claim, claimed, seen, evidence: [seq] };
}

/** Connections with the target: those that we opened to its address, or those that an API invoker under test opened. */
function seenOf(timeline: Timeline, surroundings: Surroundings): Seen {
  const isTarget = addressOf(surroundings);
  const connections = new Set(timeline.flatMap((entry) => (isTarget(entry) ? [entry.connection] : [])));
  const handshakes = timeline.filter((entry): entry is Handshake => entry.kind === 'handshake');
  const exchanges = timeline.filter((entry): entry is ExchangeEntry => entry.kind === 'exchange');
  return {
    handshakes: handshakes.filter(({ connection }) => connections.has(connection)),
    // What our own CCF or AEF answers says nothing of the target.
    exchanges: exchanges.filter(({ connection, side }) => side === 'client' && connections.has(connection)),
  };
}

type Opened = Extract<Entry, { kind: 'connection' }>;

function addressOf(surroundings: Surroundings): (entry: Entry) => entry is Opened {
  if (surroundings.role === 'invoker') {
    // Our AEF is a client of our CCF, and seen from both ends; whoever comes to the AEF's service API is the API invoker.
    return (entry): entry is Opened =>
      entry.kind === 'connection' && entry.side === 'server' && entry.label.endsWith(': service API');
  }
  const at =
    surroundings.role === 'aef'
      ? [surroundings.aef.serviceApi]
      : [surroundings.ccf.apiRoot, surroundings.ccf.onboardingRoot].map(parseApiRoot);
  return (entry): entry is Opened =>
    entry.kind === 'connection' &&
    entry.side === 'client' &&
    at.some(({ host, port }) => host === entry.host && port === entry.port);
}

const ONBOARDED = /\/onboardedInvokers$/;
const TOKEN = /\/securities\/[^/]+\/token$/;

const Onboarding = z.looseObject({
  onboardingInformation: z.looseObject({
    apiInvokerCertificate: z.string().nullish(),
    onboardingSecret: z.string().nullish(),
  }),
});
const Token = z.looseObject({ access_token: z.string() });

/** The answer to a POST there, if it succeeded and can be read. */
function answerOf<T>(entry: ExchangeEntry, path: RegExp, schema: z.ZodType<T>) {
  const { request, response } = entry;
  if (request.method !== 'POST' || !path.test(request.target) || response === undefined) return undefined;
  if (response.status < 200 || response.status > 299) return undefined;
  try {
    return { entry, answer: schema.parse(JSON.parse(response.body)) };
  } catch {
    return undefined;
  }
}

/** The certificates that onboarding gave to API invokers. */
function issued({ exchanges }: Seen) {
  return exchanges.flatMap((entry) => {
    const pem = answerOf(entry, ONBOARDED, Onboarding)?.answer.onboardingInformation.apiInvokerCertificate;
    try {
      return pem ? [{ entry, certificate: new X509Certificate(pem) }] : [];
    } catch {
      return [];
    }
  });
}

/** id-ce-cRLDistributionPoints, 2.5.29.31 (RFC 5280 4.2.1.13), as it stands in DER. */
const CRL_DISTRIBUTION_POINTS = Buffer.from('0603551d1f', 'hex');

function namesCrl({ raw }: X509Certificate): boolean {
  return raw.includes(CRL_DISTRIBUTION_POINTS);
}

/** Three parts, of which the first is a JOSE header (RFC 7515 7.1). */
function isJwt(token: string): boolean {
  const [header = '', ...others] = token.split('.');
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return others.length === 2 && typeof parsed === 'object' && parsed !== null && 'alg' in parsed;
  } catch {
    return false;
  }
}
