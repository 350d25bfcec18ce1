/** What of a credential is looked for, by its kind: its own bytes, and whatever a store may keep in their stead. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { CredentialKind } from '../evidence/timeline.ts';
import { byteForms, distinct, encodedPemForms, type Form, pemForms, pemLineForms, textForms } from './encodings.ts';

/** A credential that we issued or derived, and therefore know. */
export interface Credential {
  readonly kind: CredentialKind;
  /**
   * Text (PEM included), or bytes: DER of a certificate or private key, an AEFPSK. An AEFPSK as text is taken for
   * hexadecimal where it can be.
   */
  readonly value: Buffer | string;
}

/** Anything shorter would be found by chance. */
const SHORTEST = 8;
/** The signature of a certificate is no shorter. */
const SIGNATURE_BYTES = 64;
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----/g;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/**
 * Every form in which `credential` may stand in a store, no two alike.
 *
 * @throws {RangeError} when it is too short to be told from ordinary data.
 * @throws {TypeError} when a certificate or private key is neither PEM nor DER. Neither message repeats it.
 */
export function formsOf({ kind, value }: Credential): Form[] {
  const length = Buffer.byteLength(value);
  if (length < SHORTEST) {
    throw new RangeError(
      `the ${kind} has ${length} bytes: under ${SHORTEST} it would be found by chance in any store; issue a longer one, or do not scan for it`,
    );
  }
  switch (kind) {
    // No secret, so nobody encodes it: it stands in files, rows and paths as it is.
    case 'api-invoker-id':
      return textForms(value.toString(), 'text');
    case 'certificate':
      return distinct(blocksOf(value, kind).flatMap(certificateForms));
    case 'private-key':
      return distinct(blocksOf(value, kind).flatMap(privateKeyForms));
    default:
      return typeof value === 'string' ? secretTextForms(kind, value) : byteForms(value, 'raw');
  }
}

function secretTextForms(kind: CredentialKind, text: string): Form[] {
  const name = JWT.test(text) ? 'JWT' : 'text';
  const bytes = kind === 'aefpsk' && HEX.test(text) ? Buffer.from(text, 'hex') : undefined;
  return distinct([
    // Digits of a key are the key's form, not a text of its own.
    ...(bytes !== undefined && bytes.length >= SHORTEST ? byteForms(bytes, 'raw') : []),
    ...textForms(text, name),
    ...byteForms(Buffer.from(text), name),
  ]);
}

/** The PEM blocks of a text, or DER as it is. */
function blocksOf(value: Buffer | string, kind: CredentialKind): (Buffer | string)[] {
  if (Buffer.isBuffer(value) && !value.includes('-----BEGIN')) return [value];
  const blocks = value.toString().match(PEM_BLOCK);
  if (blocks === null) throw notReadable(kind);
  return blocks;
}

function certificateForms(certificate: Buffer | string): Form[] {
  const der = decoded('certificate', () => new X509Certificate(certificate).raw);
  return [
    ...pemForms('CERTIFICATE', der),
    ...encodedPemForms('CERTIFICATE', der),
    ...byteForms(der, 'DER'),
    // Names and keys are others' as well; the signature, which comes last, is its own.
    ...pemLineForms(der, { from: der.length - SIGNATURE_BYTES, to: der.length }),
  ];
}

/**
 * A store may keep the key in another format than it was issued in: PKCS#8, the older one of its algorithm (SEC1, PKCS#1), a JWK,
 * or, in the memory of a process, as the number that it is.
 */
function privateKeyForms(given: Buffer | string): Form[] {
  const key = decoded('private-key', () => readKey(given));
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const forms = [
    ...pemForms('PRIVATE KEY', pkcs8),
    ...encodedPemForms('PRIVATE KEY', pkcs8),
    ...byteForms(pkcs8, 'DER (PKCS#8)'),
    ...privateLineForms(key, pkcs8),
  ];
  if (key.asymmetricKeyType === 'ec') {
    const sec1 = key.export({ format: 'der', type: 'sec1' });
    forms.push(
      ...pemForms('EC PRIVATE KEY', sec1),
      ...encodedPemForms('EC PRIVATE KEY', sec1),
      ...byteForms(sec1, 'DER (SEC1)'),
      ...privateLineForms(key, sec1),
    );
  } else if (key.asymmetricKeyType === 'rsa') {
    const pkcs1 = key.export({ format: 'der', type: 'pkcs1' });
    forms.push(
      ...pemForms('RSA PRIVATE KEY', pkcs1),
      ...encodedPemForms('RSA PRIVATE KEY', pkcs1),
      ...byteForms(pkcs1, 'DER (PKCS#1)'),
      ...privateLineForms(key, pkcs1),
    );
  }
  return [...forms, ...privateNumberForms(key)];
}

/** Of RSA all that follows upon the private exponent is private too; of an elliptic curve key the public half follows. */
function privateLineForms(key: KeyObject, der: Buffer): Form[] {
  const number = privateNumber(key);
  const from = number === undefined ? -1 : der.indexOf(number);
  if (number === undefined || from < 0) return [];
  return pemLineForms(der, { from, to: key.asymmetricKeyType === 'rsa' ? der.length : from + number.length });
}

function privateNumber(key: KeyObject): Buffer | undefined {
  const { d } = key.export({ format: 'jwk' });
  return d === undefined ? undefined : Buffer.from(d, 'base64url');
}

/** The member `d` of RFC 7518, 6.2.2 and 6.3.2: whoever has it has the key, whatever stands around it. */
function privateNumberForms(key: KeyObject): Form[] {
  const number = privateNumber(key);
  if (number === undefined) return [];
  return [
    ...byteForms(number, 'private number'),
    // OpenSSL computes with words, the least significant first.
    { encoding: 'private number, least significant byte first', bytes: Buffer.from(number).reverse() },
  ];
}

function readKey(given: Buffer | string): KeyObject {
  if (typeof given === 'string') return createPrivateKey(given);
  for (const type of ['pkcs8', 'sec1', 'pkcs1'] as const) {
    try {
      return createPrivateKey({ key: given, format: 'der', type });
    } catch {
      // The next format may fit; when none does, the caller says so.
    }
  }
  throw notReadable('private-key');
}

function decoded<T>(kind: CredentialKind, decode: () => T): T {
  try {
    return decode();
  } catch {
    // OpenSSL's own message is left out: nothing of a key may get into a log.
    throw notReadable(kind);
  }
}

const notReadable = (kind: CredentialKind): TypeError =>
  new TypeError(`the ${kind} is neither PEM nor DER, so its forms in a store are unknown; give it as it was issued`);
