/** AEFPSK, the pre-shared key between an API invoker and an AEF (TS 33.122 6.5.2.1 and Annex A). */
import { createHmac } from 'node:crypto';
import type { InterfaceDescription } from './publish.ts';

/** FC value that TS 33.122 Annex A reserves for the AEFPSK. */
const FC = 0x7a;

export interface AefPskInputs {
  /** Master secret of the TLS session between API invoker and CCF (CAPIF-1e): the key of the derivation. */
  readonly masterSecret: Buffer;
  /** Its TLS session ID: P1. */
  readonly sessionId: Buffer;
  /** Service API interface information: P0, encoded in UTF-8. See {@link interfaceInformation}. */
  readonly interfaceInformation: string;
}

/**
 * Derives the 32 octets of the AEFPSK by the KDF of TS 33.220 Annex B.2:
 * HMAC-SHA-256(master secret, S) with S = FC || P0 || L0 || P1 || L1, where Li is the length of Pi in two octets.
 * @throws RangeError when an input is empty or longer than Li can say: a key from it would be worthless or ambiguous.
 */
export function deriveAefPsk({ masterSecret, sessionId, interfaceInformation }: AefPskInputs): Buffer {
  if (masterSecret.length === 0) {
    throw new RangeError('AEFPSK: the master secret is empty; it comes from a completed TLS 1.2 handshake on CAPIF-1e');
  }
  if (sessionId.length === 0) {
    throw new RangeError(
      'AEFPSK: the TLS session ID is empty; TS 33.122 Annex A needs a TLS 1.2 session without session tickets',
    );
  }
  if (interfaceInformation === '') {
    throw new RangeError('AEFPSK: the service API interface information (P0) is empty; expected e.g. "192.0.2.1:443"');
  }
  const s = Buffer.concat([Buffer.of(FC), parameter(Buffer.from(interfaceInformation, 'utf8')), parameter(sessionId)]);
  return createHmac('sha256', masterSecret).update(s).digest();
}

/** Pi || Li. */
function parameter(value: Buffer): Buffer {
  if (value.length > 0xffff)
    throw new RangeError(`AEFPSK: a parameter has ${value.length} octets; at most 65535 fit Li`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([value, length]);
}

/**
 * The text that stands for an interface in the derivation. Annex A names "service API interface information" without an
 * encoding, so it is a template over `{host}` (the address or FQDN as published) and `{port}` (443 where none is published).
 */
export function interfaceInformation(at: InterfaceDescription, template = '{host}:{port}'): string {
  const host = at.ipv4Addr ?? at.ipv6Addr ?? at.fqdn ?? '';
  return template.replaceAll('{host}', host).replaceAll('{port}', String(at.port ?? 443));
}
