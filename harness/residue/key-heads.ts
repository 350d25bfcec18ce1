/** By what the private key of a certificate is recognised: how each of its formats begins, and how a store writes that down. */
import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Needle } from './search.ts';

/** A beginning of a private key in one way of writing it, and how to get from there to the key. */
export interface Head extends Needle {
  /**
   * `DER`: the first member of the structure, whose own head is the two to four bytes before. `base64`: characters of which the first stands
   * `ahead` characters after the beginning of a group of four. `hex`, `UTF-16`: of the same. `JWK`: the private number follows. `JWK object`: the
   * modulus of an RSA key, around which the other members stand.
   */
  readonly how: 'DER' | 'base64' | 'hex' | 'UTF-16' | 'JWK' | 'JWK object';
  readonly ahead: number;
}

const VERSION_0 = Buffer.from('020100', 'hex');
/** SEC1: version 1, then the number as an OCTET STRING. */
const VERSION_1 = Buffer.from('02010104', 'hex');
/** Enough of a modulus to be nobody else's. */
const MODULUS_BYTES = 24;
const MODULUS_CHARACTERS = 40;
/** Of the private number, as JSON is written by whatever program, within JSON once more, and as Python shows it. */
const JWK_HEADS = ['"', '\\"', "'"].flatMap((quote) =>
  [':', ': ', ' : ', ' :'].map((colon) => `${quote}d${quote}${colon}${quote}`),
);

/** SubjectPublicKeyInfo of a certificate (PEM), DER. */
export function publicKeyOf(certificate: string): Buffer {
  return new X509Certificate(certificate).publicKey.export({ format: 'der', type: 'spki' });
}

/** Every head of the private keys that these certificates could have. */
export function headsOf(certificates: readonly string[]): Head[] {
  const keys = certificates.map((certificate) => new X509Certificate(certificate).publicKey);
  const structures = distinct(keys.flatMap(structuresOf));
  const written = structures.flatMap((bytes) => [
    { how: 'DER' as const, ahead: 0, bytes },
    ...inHex(bytes),
    ...inBase64(bytes).flatMap((head) => [head, inUtf16(head), ...inBase64(head.bytes)]),
  ]);
  const numbers = JWK_HEADS.map((text) => ({ how: 'JWK' as const, ahead: 0, bytes: Buffer.from(text) }));
  const moduli = keys.flatMap((key) => {
    const { n } = key.asymmetricKeyType === 'rsa' ? key.export({ format: 'jwk' }) : {};
    return n === undefined
      ? []
      : [{ how: 'JWK object' as const, ahead: 0, bytes: Buffer.from(n.slice(0, MODULUS_CHARACTERS)) }];
  });
  return [...written, ...numbers, ...moduli];
}

/** PKCS#8 for every key; SEC1 and PKCS#1 for the algorithms that they are for. */
function structuresOf(key: KeyObject): Buffer[] {
  const pkcs8 = Buffer.concat([VERSION_0, algorithmIn(key.export({ format: 'der', type: 'spki' }))]);
  if (key.asymmetricKeyType === 'ec') {
    const { x = '' } = key.export({ format: 'jwk' });
    return [pkcs8, Buffer.concat([VERSION_1, Buffer.from([Buffer.from(x, 'base64url').length])])];
  }
  if (key.asymmetricKeyType !== 'rsa') return [pkcs8];
  const pkcs1 = key.export({ format: 'der', type: 'pkcs1' });
  // RSAPublicKey begins with the modulus, RSAPrivateKey with the version and then the modulus.
  const modulus = pkcs1.subarray(headLength(pkcs1)).subarray(0, MODULUS_BYTES);
  return [pkcs8, Buffer.concat([VERSION_0, modulus])];
}

/** The AlgorithmIdentifier, which stands first in SubjectPublicKeyInfo and second in PKCS#8. */
function algorithmIn(spki: Buffer): Buffer {
  const inner = spki.subarray(headLength(spki));
  return inner.subarray(0, headLength(inner) + (inner[1] ?? 0));
}

/** Of tag and length of a DER value. */
function headLength(der: Buffer): number {
  const length = der[1] ?? 0;
  return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

function inHex(bytes: Buffer): Head[] {
  const hex = bytes.toString('hex');
  return [hex, hex.toUpperCase()].map((text) => ({ how: 'hex', ahead: 0, bytes: Buffer.from(text) }));
}

/** What these bytes alone decide of the characters, wherever in a group of three they begin. */
function inBase64(bytes: Buffer): Head[] {
  return [0, 1, 2].map((blanks): Head => {
    const shifted = Buffer.concat([Buffer.alloc(blanks), bytes]);
    const ahead = [0, 2, 3][blanks] ?? 0;
    const unpadded = shifted.toString('base64').replace(/=+$/, '');
    const decided = unpadded.slice(ahead, shifted.length % 3 === 0 ? undefined : -1);
    return { how: 'base64', ahead, bytes: Buffer.from(decided) };
  });
}

function inUtf16({ bytes, ahead }: Head): Head {
  return { how: 'UTF-16', ahead, bytes: Buffer.from(bytes.toString('latin1'), 'utf16le') };
}

function distinct(all: readonly Buffer[]): Buffer[] {
  return all.filter((one, index) => all.findIndex((other) => other.equals(one)) === index);
}
