/** Who the client is when a proxy terminates TLS: the proxy says so in headers, and whoever reaches the CCF past the proxy could lie. */
import { X509Certificate } from 'node:crypto';
import type { HandshakeFacts, PeerAuthentication, TlsVersion } from '../wire/facts.ts';
import type { ServerConnection } from '../wire/types.ts';

/** What the proxy tells of the TLS session, by header; the values are nginx's. */
export const FORWARDED = {
  /** `$ssl_client_escaped_cert`: PEM, percent-encoded. Empty without a certificate. */
  certificate: 'x-ssl-client-cert',
  /** `$ssl_client_verify`: SUCCESS, FAILED:reason or NONE. */
  verification: 'x-ssl-client-verify',
  /** `$ssl_protocol`, e.g. TLSv1.3. */
  version: 'x-ssl-protocol',
  /** `$ssl_session_reused`: r for a resumed session. */
  resumption: 'x-ssl-session-reused',
} as const;

const VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * The connection of a request as the client made it with the proxy. Its TLS secrets stay with the proxy, and what ends it is the proxy's
 * connection to the CCF, not the client's session.
 */
export function asForwarded({ headers }: Request, connection: ServerConnection): ServerConnection {
  const version = VERSIONS.find((one) => one === headers.get(FORWARDED.version));
  if (version === undefined) return connection;
  const certificate = certificateIn(headers);
  const facts: HandshakeFacts = {
    version,
    cipher: '',
    alpn: undefined,
    resumed: headers.get(FORWARDED.resumption) === 'r',
    peer: certificate === undefined ? { by: 'nothing' } : peerOf(certificate, headers),
  };
  return { ...connection, facts, peerCertificate: certificate?.toString(), secrets: () => undefined };
}

function certificateIn(headers: Headers): X509Certificate | undefined {
  const escaped = headers.get(FORWARDED.certificate) ?? '';
  try {
    return escaped === '' ? undefined : new X509Certificate(decodeURIComponent(escaped));
  } catch {
    // No certificate: then nobody is authenticated by it.
    return undefined;
  }
}

function peerOf(certificate: X509Certificate, headers: Headers): PeerAuthentication {
  return {
    by: 'certificate',
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    verified: headers.get(FORWARDED.verification) === 'SUCCESS',
  };
}
