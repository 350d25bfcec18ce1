/** Subject names and subject alternative names, as this project writes them. */
import { ipVersion } from '../capif/common.ts';
import { Recent } from '../wire/recent.ts';
import { type JsonNameParams, Name, type Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from './x509.ts';

/** A distinguished name; UTF-8 strings, so that no character of an identity has to be escaped. */
export function distinguishedName(commonName: string, organization?: string): Name {
  const attributes: JsonNameParams = [{ CN: [{ utf8String: commonName }] }];
  if (organization !== undefined) attributes.push({ O: [{ utf8String: organization }] });
  return new Name(attributes);
}

const known = new Recent<readonly SubjectAlternativeNameExtension[]>(64);

/** The extension for these hosts, or none: addresses as iPAddress, the rest as dNSName. Encoding it takes as long as signing, and hosts are few. */
export function alternativeNames(hosts: readonly string[] = []): readonly SubjectAlternativeNameExtension[] {
  return known.of(hosts.join(), () => encoded(hosts));
}

function encoded(hosts: readonly string[]): SubjectAlternativeNameExtension[] {
  if (hosts.length === 0) return [];
  const names = hosts.map((value) => ({
    type: ipVersion(value) === undefined ? ('dns' as const) : ('ip' as const),
    value,
  }));
  return [new SubjectAlternativeNameExtension(names)];
}

/** The hosts that a certification request asks for. */
export function requestedHosts(request: Pkcs10CertificateRequest): string[] {
  // By OID: the extensions of a request are parsed as plain extensions, so asking by class finds nothing.
  const extension = request.extensions.find(({ type }) => type === '2.5.29.17');
  if (extension === undefined) return [];
  const { items } = new SubjectAlternativeNameExtension(extension.rawData).names;
  return items.filter(({ type }) => type === 'dns' || type === 'ip').map(({ value }) => value);
}
