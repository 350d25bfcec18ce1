/** Who stands behind a request, by the certificate of its TLS session (TS 33.122 6.3.1), and what that entitles to. */
import type { ApiInvokerId } from '../capif/ids.ts';
import { problem } from '../capif/problem.ts';
import { commonName } from '../pki/certificates.ts';
import type { ServerConnection } from '../wire/types.ts';
import { currentConnection } from './connection.ts';
import { EarlyAnswer, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import type { Credential, Revocation, Subject } from './state.ts';

/** What a certificate says about its holder. */
export type Identity =
  | { readonly known: 'enrolled'; readonly credential: Credential }
  /** Ours and verified, but no longer valid: offboarded, deregistered or replaced. */
  | { readonly known: 'former'; readonly revocation: Revocation }
  /** Not ours, whatever name it bears. */
  | { readonly known: 'stranger'; readonly commonName: string | undefined }
  | { readonly known: 'nobody' };

/** What a former invoker asks for; a conformant CCF refuses all of it. */
export interface FormerRequest {
  readonly action: 'discover' | 'write-context' | 'subscribe' | 'modify-profile' | 'obtain-token' | 'other';
  readonly connection: ServerConnection;
  readonly revocation: Revocation;
  /** Of `obtain-token`: the form holds a `client_secret`. */
  readonly secretGiven?: boolean;
}

/** What a request is about, as far as it matters for whom to serve. */
export type Asked = Pick<FormerRequest, 'action' | 'secretGiven'>;

export function identify(node: CcfNode, connection: ServerConnection): Identity {
  const peer = connection.facts?.peer;
  if (peer?.by !== 'certificate') return { known: 'nobody' };
  const credential = node.state.credentials.get(peer.fingerprint);
  if (node.behaviour.access.trusts(peer, credential)) {
    if (credential !== undefined) return { known: 'enrolled', credential };
    const revocation = node.state.revocations.get(peer.fingerprint);
    if (revocation !== undefined) return { known: 'former', revocation };
  }
  const pem = connection.peerCertificate;
  return { known: 'stranger', commonName: pem === undefined ? undefined : commonName(pem) };
}

/**
 * The subject that this request is authenticated as.
 * @throws EarlyAnswer 401 when nobody is.
 */
export function requireSubject(node: CcfNode, asked: Asked = { action: 'other' }): Subject {
  const connection = currentConnection();
  const identity = identify(node, connection);
  if (identity.known === 'enrolled') return identity.credential.subject;
  if (identity.known === 'former') {
    const { revocation } = identity;
    if (node.behaviour.access.admitsFormer({ ...asked, connection, revocation }, node)) return revocation.subject;
  }
  throw unauthenticated(node, identity);
}

/**
 * The invoker that asks; it must be `expected`, when that is given.
 * @throws EarlyAnswer 401 for nobody we know, 403 for somebody else.
 */
export function requireInvoker(node: CcfNode, expected?: string, asked?: Asked): ApiInvokerId {
  const subject = requireSubject(node, asked);
  if (subject.role !== 'invoker')
    throw refusal(403, `the certificate is an ${subject.role}'s; an API invoker's is needed`);
  if (expected !== undefined && subject.id !== expected) throw notYours();
  return subject.id;
}

/** The provider function of this role that asks; it must be `expected`, when that is given. Throws as {@link requireInvoker}. */
export function requireFunction<Role extends 'AEF' | 'APF' | 'AMF'>(
  node: CcfNode,
  role: Role,
  expected?: string,
): Extract<Subject, { role: Role }> {
  const subject = requireSubject(node);
  const { id } = subject;
  if (!hasRole(subject, role)) throw refusal(403, `the certificate is not an ${role}'s, as this operation needs`);
  if (expected !== undefined && id !== expected) throw notYours();
  return subject;
}

/** 403 for a resource that belongs to somebody else. */
export function notYours(): EarlyAnswer {
  return refusal(403, 'this resource belongs to somebody else than the certificate does', 'USER_NOT_AUTHORIZED');
}

/** The refusal that fits why this identity is nobody's who is enrolled. */
export function unauthenticated(node: CcfNode, identity: Exclude<Identity, { known: 'enrolled' }>): EarlyAnswer {
  switch (identity.known) {
    case 'nobody':
      return refusal(401, 'no client certificate; use the one that this CAPIF core function issued');
    case 'stranger':
      return refusal(401, 'the client certificate is not one that this CAPIF core function issued');
    case 'former':
      return new EarlyAnswer(
        problem(node.behaviour.access.formerStatus, 'the client certificate is no longer valid; onboard again'),
      );
  }
}

function hasRole<Role extends Subject['role']>(
  subject: Subject,
  role: Role,
): subject is Extract<Subject, { role: Role }> {
  return subject.role === role;
}
