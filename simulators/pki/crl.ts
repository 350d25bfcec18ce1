/** Reading certificate revocation lists (RFC 5280 5.1), which may be long: a CCF lists every certificate that it ever revoked. */
import forge from 'node-forge';
import { allFromPem } from './pem.ts';

type Asn1 = forge.asn1.Asn1;

const { Type, Class } = forge.asn1;
const TIMES = [Type.UTCTIME, Type.GENERALIZEDTIME];

/**
 * The serial numbers that a CRL lists, or several in one PEM file, one of each authority of a chain: hex, upper case, comparable with `serialNumber` of a certificate. Its signature is not verified.
 *
 * Parsed without a schema: with one, which @peculiar/x509 has, a list takes twenty times as long, and one of 2000 entries is refused.
 *
 * @param pemOrDer - PEM as text or octets, or DER.
 * @throws Error when it is neither.
 */
export function revokedSerialNumbers(pemOrDer: string | Buffer): string[] {
  const text = pemOrDer.toString('latin1');
  const lists = text.includes('-----BEGIN') ? allFromPem(text, 'X509 CRL', 'CRL') : [Buffer.from(text, 'latin1')];
  try {
    return lists.flatMap((der) => entriesOf(forge.asn1.fromDer(der.toString('latin1'))).map(serialNumberOf));
  } catch {
    throw new Error('CRL: expected an X.509 certificate revocation list in PEM or DER, received something else');
  }
}

/** Of `CertificateList`: `revokedCertificates`, which is absent where there are none. */
function entriesOf(list: Asn1): readonly Asn1[] {
  const [signed, algorithm, signature] = partsOf(list);
  isOf(algorithm, Type.SEQUENCE);
  isOf(signature, Type.BITSTRING);
  const parts = [...partsOf(signed)];
  if (parts[0]?.type === Type.INTEGER) parts.shift(); // version
  isOf(parts.shift(), Type.SEQUENCE); // signature
  isOf(parts.shift(), Type.SEQUENCE); // issuer
  isOf(parts.shift(), ...TIMES); // thisUpdate
  if (parts[0] !== undefined && TIMES.includes(parts[0].type)) parts.shift(); // nextUpdate
  const [revoked] = parts;
  // What follows instead has a tag of its own: crlExtensions.
  return revoked?.tagClass === Class.UNIVERSAL ? partsOf(revoked) : [];
}

/** As OpenSSL writes a positive number: upper case, an even count of digits, no zero octet in front. */
function serialNumberOf(entry: Asn1): string {
  const [number] = partsOf(entry);
  if (number?.type !== Type.INTEGER || typeof number.value !== 'string') throw new Error('no serial number');
  const hex = Buffer.from(number.value, 'latin1').toString('hex').toUpperCase();
  return hex.replace(/^(00)+(?=.)/, '');
}

function partsOf(node: Asn1 | undefined): readonly Asn1[] {
  if (node?.type !== Type.SEQUENCE || !Array.isArray(node.value)) throw new Error('no sequence');
  return node.value;
}

function isOf(node: Asn1 | undefined, ...types: readonly forge.asn1.Type[]): void {
  if (node === undefined || node.tagClass !== Class.UNIVERSAL || !types.includes(node.type)) throw new Error('no CRL');
}
