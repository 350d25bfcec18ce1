import type { SessionSecrets } from './types.ts';

/**
 * Reads session ID and master secret out of OpenSSL's SSL_SESSION in DER, as `TLSSocket.getSession()` gives it:
 * SEQUENCE { version INTEGER, sslVersion INTEGER, cipher OCTET STRING, sessionID OCTET STRING, masterKey OCTET STRING, … }.
 * Only TLS 1.2 has both; in TLS 1.3 the two ends' values differ (undefined there, and when the ID is empty).
 */
export function readSslSession(der: Buffer): SessionSecrets | undefined {
  const outer = element(der, 0);
  if (outer === undefined || outer.tag !== 0x30) return undefined;
  const members: { tag: number; value: Buffer }[] = [];
  for (let offset = outer.start; offset < der.length && members.length < 5; ) {
    const next = element(der, offset);
    if (next === undefined) return undefined;
    members.push({ tag: next.tag, value: der.subarray(next.start, next.end) });
    offset = next.end;
  }
  const [, protocol, , sessionId, masterSecret] = members;
  const tls12 = protocol?.value.length === 2 && protocol.value.readUInt16BE(0) === 0x0303;
  if (!tls12 || sessionId?.tag !== 0x04 || masterSecret?.tag !== 0x04 || sessionId.value.length === 0) return undefined;
  return { sessionId: Buffer.from(sessionId.value), masterSecret: Buffer.from(masterSecret.value) };
}

function element(der: Buffer, offset: number): { tag: number; start: number; end: number } | undefined {
  const tag = der[offset];
  const first = der[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: offset + 2, end: offset + 2 + first };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || offset + 2 + octets > der.length) return undefined;
  const start = offset + 2 + octets;
  return { tag, start, end: start + der.readUIntBE(offset + 2, octets) };
}
