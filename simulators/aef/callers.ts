/** Who calls the service API: authentication of API invokers by each method of TS 33.122 6.5.2. */
import { X509Certificate } from 'node:crypto';
import type { KnownSecurityMethod } from '../capif/publish.ts';
import { commonName } from '../pki/certificates.ts';
import { calendarNow } from '../wire/clock.ts';
import type { ServerConnection } from '../wire/types.ts';
import type { AefNode } from './node.ts';
import { bearerToken, ownerOfToken } from './tokens.ts';

export interface Caller {
  readonly apiInvokerId: string;
  readonly method: KnownSecurityMethod;
}

/**
 * Authenticates the caller of a request: by its token if there is one, else by the TLS session. An invoker that isn't known is looked
 * up at the CCF.
 * @returns undefined when nobody who is trusted is behind it.
 */
export async function authenticate(
  node: AefNode,
  request: Request,
  connection: ServerConnection,
): Promise<Caller | undefined> {
  const token = bearerToken(request);
  if (token !== undefined) {
    const apiInvokerId = await ownerOfToken(node, token);
    return apiInvokerId === undefined ? undefined : { apiInvokerId, method: 'OAUTH' };
  }
  const peer = connection.facts?.peer;
  switch (peer?.by) {
    case 'psk': {
      const apiInvokerId = invokerOfPskIdentity(node, peer.identity);
      return apiInvokerId === undefined ? undefined : { apiInvokerId, method: 'PSK' };
    }
    case 'certificate': {
      const apiInvokerId = await invokerOfCertificate(node, connection);
      return apiInvokerId === undefined ? undefined : { apiInvokerId, method: 'PKI' };
    }
    default:
      return undefined;
  }
}

/** The invoker that a completed handshake alone proves the peer to be, known here or not; undefined when it proves nobody. */
export function peerOfHandshake(node: AefNode, connection: ServerConnection): string | undefined {
  const peer = connection.facts?.peer;
  return peer?.by === 'psk' ? invokerOfPskIdentity(node, peer.identity) : holderOfCertificate(node, connection);
}

/** The AEFPSK behind a TLS-PSK identity (6.5.2.1); undefined makes TLS refuse it. */
export function keyOfPskIdentity(node: AefNode, identity: string): Buffer | undefined {
  const apiInvokerId = invokerOfPskIdentity(node, identity);
  return apiInvokerId === undefined ? undefined : node.trust.get(apiInvokerId)?.aefPsk;
}

/** The invoker with that identity; undefined when there is none (any more) that uses TLS-PSK. */
function invokerOfPskIdentity(node: AefNode, identity: string): string | undefined {
  const owner = node.trust
    .all()
    .find(({ apiInvokerId, aefPsk }) => aefPsk && pskIdentityOf(node, apiInvokerId) === identity);
  return owner?.apiInvokerId;
}

/** The TLS-PSK identity of an invoker at this AEF. */
export function pskIdentityOf({ options, registration }: AefNode, apiInvokerId: string): string {
  const template = options.pskIdentity ?? '{apiInvokerId}';
  return template.replaceAll('{aefId}', registration.aef.id).replaceAll('{apiInvokerId}', apiInvokerId);
}

/** The offboarded invoker that the certificate of this connection names; undefined when it names none. */
export function formerInvokerOn({ trust }: AefNode, { peerCertificate }: ServerConnection): string | undefined {
  const named = peerCertificate && commonName(peerCertificate);
  return named !== undefined && trust.wasDeleted(named) ? named : undefined;
}

/** The invoker as a caller, by the method that its handshake suggests. */
export function admittedAs(apiInvokerId: string, { facts }: ServerConnection): Caller {
  const method = facts?.peer.by === 'psk' ? 'PSK' : facts?.peer.by === 'certificate' ? 'PKI' : 'OAUTH';
  return { apiInvokerId, method };
}

/** The invoker that the certificate names, when it is trusted and the certificate is one that its trust validates (6.5.2.2). */
async function invokerOfCertificate(node: AefNode, connection: ServerConnection): Promise<string | undefined> {
  const named = connection.peerCertificate && commonName(connection.peerCertificate);
  if (!named) return undefined;
  if (node.trust.get(named) === undefined) await node.behaviour.access.lookUp(node, named);
  return node.trust.get(named)?.root === undefined ? undefined : holderOfCertificate(node, connection);
}

/** Who holds the certificate of this connection: the name on it, if TLS or what the CCF said of that invoker validates it. */
function holderOfCertificate(
  { trust }: AefNode,
  { facts, peerCertificate: pem }: ServerConnection,
): string | undefined {
  if (facts?.peer.by !== 'certificate' || pem === undefined) return undefined;
  const named = commonName(pem);
  if (named === undefined) return undefined;
  return facts.peer.verified || validates(trust.get(named)?.root ?? '', pem) ? named : undefined;
}

/** Whether one of the root certificates issued this one, and it is within its time. */
function validates(root: string, pem: string): boolean {
  const certificate = new X509Certificate(pem);
  const now = calendarNow().getTime();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) return false;
  return (root.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).some((text) => {
    try {
      const issuer = new X509Certificate(text);
      return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    } catch {
      return false; // the CCF named something that is no certificate
    }
  });
}
