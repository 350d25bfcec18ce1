/** What an API invoker under test showed to our CCF and our AEF of what its onboarding and authentication gave it. */
import { createHash } from 'node:crypto';
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { EvidenceView, HandshakeRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { isCcf, type Provided, pathOf, plain, received } from './offboarded.ts';

/** The ways of using something old that the wire shows. */
export type Use = 'id' | 'certificate' | 'resumption' | 'aefpsk' | 'access-token';

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
  return [...shown, ...inRequests(evidence, given)].toSorted((one, other) => one.at - other.at);
}

/** True when the peer of that handshake is this invoker by its certificate or its TLS-PSK identity. */
export function isOldSelf({ claims }: CheckContext, given: Provided, { facts }: HandshakeRecord): boolean {
  const { peer } = facts;
  if (peer.by === 'certificate') return plain(peer.fingerprint) === given.fingerprint;
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
    return uses;
  });
}

/** An AEF that asks our CCF about the invoker names it too, with a certificate of its own. */
function isAnother(handshake: HandshakeRecord | undefined, { fingerprint }: Provided): boolean {
  const peer = handshake?.facts.peer;
  return peer?.by === 'certificate' && plain(peer.fingerprint) !== fingerprint;
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
  return token === undefined ? undefined : createHash('sha256').update(token).digest('hex');
}
