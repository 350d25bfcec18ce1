/** Subject names and subject alternative names, as this project writes and reads them. */
import { oid, sequence, set, utf8String } from './der.ts';
import { type Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from './x509.ts';

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';

/** A distinguished name, DER; UTF-8 strings, so that no character of an identity has to be escaped. */
export function distinguishedName(commonName: string, organization?: string): Buffer {
  const attribute = (type: string, value: string) => set(sequence(oid(type), utf8String(value)));
  const organizations = organization === undefined ? [] : [attribute(ORGANIZATION, organization)];
  return sequence(attribute(COMMON_NAME, commonName), ...organizations);
}

/** The hosts that a certification request asks for. */
export function requestedHosts(request: Pkcs10CertificateRequest): string[] {
  // By OID: the extensions of a request are parsed as plain extensions, so asking by class finds nothing.
  const extension = request.extensions.find(({ type }) => type === '2.5.29.17');
  if (extension === undefined) return [];
  const { items } = new SubjectAlternativeNameExtension(extension.rawData).names;
  return items.filter(({ type }) => type === 'dns' || type === 'ip').map(({ value }) => value);
}
