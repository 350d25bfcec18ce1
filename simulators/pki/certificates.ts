/** Reading certificates and revocation lists. */
import { createHash, X509Certificate } from 'node:crypto';
import { Recent } from '../wire/recent.ts';
import { fromPem } from './pem.ts';
import { X509Crl } from './x509.ts';

/** SHA-256 of the DER certificate, hex, lower case. */
export function fingerprint(pem: string): string {
  return createHash('sha256').update(parse(pem).raw).digest('hex');
}

/** Serial number, hex, upper case. */
export function serialNumber(pem: string): string {
  return parse(pem).serialNumber;
}

/** The subject's common name; undefined where there is none. The first, where there are several. */
export function commonName(pem: string): string | undefined {
  // The legacy form, because `subject` is one text in which values are escaped.
  const name: unknown = parse(pem).toLegacyObject().subject?.CN;
  const first: unknown = Array.isArray(name) ? name[0] : name;
  return typeof first === 'string' ? first : undefined;
}

/** The common name in a subject as evidence shows it (`O=Acme, CN=a\\, b`): one line, values escaped as RFC 2253 does. */
export function commonNameOfSubject(subject: string): string | undefined {
  const attributes = (subject.match(/(?:\\.|[^\\,])+/gs) ?? []).map((attribute) => attribute.trimStart());
  const value = attributes.find((attribute) => attribute.startsWith('CN='))?.slice(3);
  return value?.replaceAll(/\\([0-9A-F]{2}|.)/gs, (_, escaped: string) =>
    escaped.length === 2 ? String.fromCharCode(Number.parseInt(escaped, 16)) : escaped,
  );
}

export interface CrlContent {
  /** The issuer's name, e.g. `CN=CAPIF CA`. */
  readonly issuer: string;
  /** Hex, upper case, comparable with {@link serialNumber}. */
  readonly serialNumbers: readonly string[];
  readonly thisUpdate: Date;
}

/**
 * Reads a CRL in PEM or DER. Its signature is not verified.
 * @throws Error when it is neither.
 */
export function readCrl(pemOrDer: string | Buffer): CrlContent {
  const text = pemOrDer.toString('latin1');
  const der = text.includes('-----BEGIN') ? fromPem(text, 'X509 CRL', 'CRL') : Buffer.from(text, 'latin1');
  const crl = parseCrl(der);
  return {
    issuer: crl.issuer,
    serialNumbers: crl.entries.map((entry) => canonicalSerial(entry.serialNumber)),
    thisUpdate: crl.thisUpdate,
  };
}

/** Of few certificates much is asked: a CCF looks at the API invoker's with each request. */
const known = new Recent<X509Certificate>(256);

function parse(pem: string): X509Certificate {
  return known.of(pem, () => parsed(pem));
}

function parsed(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error('certificate: expected one in PEM ("-----BEGIN CERTIFICATE-----"), received something else');
  }
}

function parseCrl(der: Buffer): X509Crl {
  try {
    return new X509Crl(new Uint8Array(der));
  } catch {
    throw new Error('CRL: expected an X.509 certificate revocation list in PEM or DER, received something else');
  }
}

/** As OpenSSL writes a positive number: upper case, an even count of digits, no zero octet in front. */
function canonicalSerial(hex: string): string {
  const digits = BigInt(`0x${hex}`).toString(16).toUpperCase();
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
