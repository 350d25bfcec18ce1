import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { HandshakeFacts, PeerAuthentication, TlsVersion } from './facts.ts';

/** How the peer of a completed handshake authenticated itself. `psk` is the identity of the external PSK in use, if one is. */
function peerOf(
  socket: TLSSocket,
  psk: string | undefined,
  certificate: X509Certificate | undefined,
): PeerAuthentication {
  // On a server with both, `authorized` is true for PSK sockets too: the identity decides first.
  if (psk !== undefined) return { by: 'psk', identity: psk };
  if (certificate === undefined) return { by: 'nothing' };
  return {
    by: 'certificate',
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serialNumber: certificate.serialNumber,
    fingerprint: fingerprintOf(certificate),
    verified: socket.authorized,
  };
}

/** SHA-256 of the DER certificate, hex, lower case: the form used everywhere in this project. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** A completed handshake, and the leaf certificate that the peer showed in it. */
export interface Handshake {
  readonly facts: HandshakeFacts;
  /** PEM. */
  readonly peerCertificate: string | undefined;
}

/**
 * Reads off a completed handshake.
 *
 * @param certificate - The peer's leaf. To be asked for once a connection: on a client, asking Node takes it out of the chain, and a second
 * time gives nothing, or the certificate above it.
 */
export function readHandshake(
  socket: TLSSocket,
  psk: string | undefined,
  resumed: boolean,
  certificate: X509Certificate | undefined = socket.getPeerX509Certificate(),
): Handshake {
  const alpn = socket.alpnProtocol;
  return {
    facts: {
      version: (socket.getProtocol() ?? 'TLSv1') as TlsVersion,
      cipher: socket.getCipher().standardName,
      alpn: alpn === 'h2' || alpn === 'http/1.1' ? alpn : undefined,
      resumed,
      peer: peerOf(socket, psk, certificate),
    },
    peerCertificate: certificate?.toString(),
  };
}

/** Node prints one attribute a line; evidence wants `CN=a, O=b`. */
function oneLine(name: string | undefined): string {
  return (name ?? '').trim().split('\n').join(', ');
}
