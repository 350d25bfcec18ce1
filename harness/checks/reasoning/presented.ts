/** What an API invoker under test showed to our CCF and our AEF of what its onboarding and authentication gave it. */
import { createHash } from 'node:crypto';
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import type { EvidenceView, HandshakeRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { isCcf, type Provided, pathOf, plain, received } from './offboarded.ts';

/** The ways of using something old that the wire shows. */
export type Use = 'id' | 'certificate' | 'private-key' | 'resumption' | 'aefpsk' | 'access-token' | 'onboard-secret';

/** One use, when it was, and the entry that shows it. */
export interface Presented {
  readonly use: Use;
  readonly at: Micros;
  readonly seq: number;
  readonly seen: string;
}

/** The service API of our AEF; its endpoint for notifications is the CCF's, not the invoker's. */
export function isServiceApi(label: string): boolean {
  return label.startsWith('aef-1:') && !label.includes('CAPIF-3');
}

export function isEitherNode(label: string): boolean {
  return isCcf(label) || isServiceApi(label);
}

/** Every use of what this invoker was given, in order. */
export function presented(context: CheckContext, given: Provided): readonly Presented[] {
  const { evidence } = context;
  const handshakes = evidence.accepted(isEitherNode).flatMap(({ connection }) => evidence.handshake(connection) ?? []);
  const shown = handshakes.flatMap((handshake) => inHandshake(context, given, handshake));
  const used = [...shown, ...inRequests(evidence, given), ...inEnrolments(evidence, given)];
  return used.toSorted((one, other) => one.at - other.at);
}

/** A certificate asked for with the key of the old one: whoever has another certificate for it has kept the key. */
function inEnrolments(evidence: EvidenceView, { publicKeySha256 }: Provided): readonly Presented[] {
  return evidence.actions('enrolment-request').flatMap(({ seq, facts }): Presented[] => {
    const at = evidence.exchange(String(facts.exchange))?.requestAt;
    if (at === undefined || publicKeySha256 === undefined || facts.publicKeySha256 !== publicKeySha256) return [];
    return [{ use: 'private-key', at, seq, seen: 'its private key, in a request to be onboarded,' }];
  });
}

/** True when the peer of that handshake is this invoker by its certificate or its TLS-PSK identity. */
export function isOldSelf({ claims }: CheckContext, given: Provided, { facts }: HandshakeRecord): boolean {
  const { peer } = facts;
  if (peer.by === 'certificate') return given.fingerprints.includes(plain(peer.fingerprint));
  return peer.by === 'psk' && peer.identity === claims.pskIdentity.replaceAll('{apiInvokerId}', given.apiInvokerId);
}

function inHandshake(context: CheckContext, given: Provided, handshake: HandshakeRecord): readonly Presented[] {
  if (!isOldSelf(context, given, handshake)) return [];
  const { at, seq, facts } = handshake;
  // Resuming takes a ticket or a session ID, neither the certificate with its key nor the AEFPSK.
  if (facts.resumed) return [{ use: 'resumption', at, seq, seen: 'a resumed TLS session' }];
  return facts.peer.by === 'psk'
    ? [{ use: 'aefpsk', at, seq, seen: 'a TLS-PSK handshake with its identity and AEFPSK' }]
    : [{ use: 'certificate', at, seq, seen: 'a handshake with its certificate' }];
}

function inRequests(evidence: EvidenceView, given: Provided): readonly Presented[] {
  const tokens = evidence
    .actions('provide-token')
    .flatMap(({ facts }) => [facts.sha256, facts.tokenSha256])
    .filter((digest) => typeof digest === 'string')
    .map(plain);
  return received(evidence, isEitherNode).flatMap(({ connection, request, requestAt: at, seq }) => {
    const uses: Presented[] = [];
    const isSomebodyElse = isAnother(evidence.handshake(connection), given);
    if (!isSomebodyElse && namesInvoker(request.target, given)) {
      uses.push({ use: 'id', at, seq, seen: `its ID in a ${request.method} request` });
    }
    const digest = bearerSha256(request.headers.authorization);
    if (digest !== undefined && tokens.includes(digest)) {
      uses.push({ use: 'access-token', at, seq, seen: 'its access token' });
    }
    if (given.secretSha256 !== undefined && secretsIn(request, digest).includes(given.secretSha256)) {
      uses.push({ use: 'onboard-secret', at, seq, seen: 'its Onboard_Secret' });
    }
    return uses;
  });
}

/** Where an Onboard_Secret can be shown: as the client_secret of a token request (RFC 6749 2.3.1), or as what entitles to be onboarded. */
function secretsIn({ body, headers }: ExchangeEntry['request'], bearer: string | undefined): readonly string[] {
  const basic = /^Basic +(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
  const [, password] = /:(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString('utf8')) ?? [];
  const shown = [new URLSearchParams(body).get('client_secret'), password].filter(
    (secret) => typeof secret === 'string',
  );
  return [...shown.map(sha256), ...(bearer === undefined ? [] : [bearer])];
}

/** An AEF that asks our CCF about the invoker names it too, with a certificate of its own. */
function isAnother(handshake: HandshakeRecord | undefined, { fingerprints }: Provided): boolean {
  const peer = handshake?.facts.peer;
  return peer?.by === 'certificate' && !fingerprints.includes(plain(peer.fingerprint));
}

/** True when a whole segment of the path, or a value of the query, is one of the two identities. */
export function namesInvoker(target: string, { apiInvokerId, onboardingId }: Provided): boolean {
  const query = new URLSearchParams(/\?(.*)$/.exec(target)?.[1] ?? '');
  return [...pathOf(target).split('/'), ...query.values()].some(
    (part) => part === apiInvokerId || part === onboardingId,
  );
}

/** SHA-256 (hex, lower case) of the token in an `Authorization: Bearer …` header; undefined when it is none. */
export function bearerSha256(authorization: string | undefined): string | undefined {
  const token = /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : sha256(token);
}

function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
