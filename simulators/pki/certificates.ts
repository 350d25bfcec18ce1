/** Reading certificates. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { Recent } from '../wire/recent.ts';
import { toPem } from './pem.ts';

/** SHA-256 of the DER certificate, hex, lower case. */
export function fingerprint(pem: string): string {
  return createHash('sha256').update(parse(pem).raw).digest('hex');
}

/** Serial number, hex, upper case. */
export function serialNumber(pem: string): string {
  return parse(pem).serialNumber;
}

/** Whether that is a certificate, and of this private key (PEM). */
function isFor(pem: string, privateKey: string): boolean {
  try {
    return parse(pem).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

/**
 * What a CCF issued for this private key (PEM), as PEM: TS 29.222 says that it is a string, and some leave the armour of PEM out. Undefined for what
 * is no certificate, or one of another key.
 */
export function issuedFor(text: string, privateKey: string): string | undefined {
  const pem = text.includes('-----BEGIN') ? text : toPem('CERTIFICATE', Buffer.from(text, 'base64'));
  return isFor(pem, privateKey) ? pem : undefined;
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
