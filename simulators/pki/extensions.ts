/** The extensions that our certificates, requests and revocation lists carry (RFC 5280 4.2, 5.2), encoded. */
import { createHash } from 'node:crypto';
import { ipVersion } from '../capif/common.ts';
import { bitString, boolean, enumerated, explicit, implicit, integer, octetString, oid, sequence } from './der.ts';

const critical = boolean(true);
/** The named bits of KeyUsage (RFC 5280 4.2.1.3), counted from the highest of the first octet. */
const USAGES = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 } as const;

/** A certification authority, of leaves alone, or a leaf. */
export function basicConstraints(authority: boolean): Buffer {
  return extension('2.5.29.19', authority ? sequence(boolean(true), integer(0)) : sequence(), critical);
}

export function keyUsage(...usages: readonly (keyof typeof USAGES)[]): Buffer {
  const bits = usages.map((usage) => USAGES[usage]);
  const octet = bits.reduce((sum: number, bit) => sum | (0x80 >> bit), 0);
  return extension('2.5.29.15', bitString(Buffer.of(octet), 7 - Math.max(...bits)), critical);
}

/** For servers and clients of TLS: every node of CAPIF is both. */
export function tlsUsage(): Buffer {
  return extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2')));
}

/** The extension for these hosts, or none: addresses as iPAddress, the rest as dNSName. */
export function alternativeNames(hosts: readonly string[] = []): Buffer[] {
  if (hosts.length === 0) return [];
  const names = hosts.map((host) =>
    ipVersion(host) === undefined ? implicit(2, Buffer.from(host, 'latin1')) : implicit(7, addressBytes(host)),
  );
  return [extension('2.5.29.17', sequence(...names))];
}

/** By which a key is known (RFC 7093 2, method 4, cut to the usual length): the hash of its SubjectPublicKeyInfo. */
export function keyIdentifier(publicKey: Buffer): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 20);
}

export function subjectKey(publicKey: Buffer): Buffer {
  return extension('2.5.29.14', octetString(keyIdentifier(publicKey)));
}

export function authorityKey(publicKey: Buffer): Buffer {
  return extension('2.5.29.35', sequence(implicit(0, keyIdentifier(publicKey))));
}

export function crlNumber(number: number): Buffer {
  return extension('2.5.29.20', integer(number));
}

/** The reason for which an offboarded node's certificate is revoked (RFC 5280 5.3.1). */
export function cessationOfOperation(): Buffer {
  return extension('2.5.29.21', enumerated(5));
}

/** As certificates and revocation lists carry them. */
export function extensions(number: number, ...all: readonly Buffer[]): Buffer {
  return explicit(number, sequence(...all));
}

function extension(id: string, value: Buffer, ...important: readonly Buffer[]): Buffer {
  return sequence(oid(id), ...important, octetString(value));
}

/** Four octets, or sixteen. */
function addressBytes(address: string): Buffer {
  if (ipVersion(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes an IPv4 tail as groups, too.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
