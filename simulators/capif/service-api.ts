/** The one service API of a simulated AEF, as its callers need to know it. */
import { interfaceInformation } from './aefpsk.ts';
import { Fqdn, ipVersion } from './common.ts';
import {
  type DiscoveredAPIs,
  type InterfaceDescription,
  type KnownSecurityMethod,
  SECURITY_METHODS,
  type Version,
} from './publish.ts';

export interface ServiceApi {
  readonly apiName: string;
  /** Assigned by the CCF when the API was published. */
  readonly apiId: string;
  readonly aefId: string;
  /** As published: address or FQDN. */
  readonly host: string;
  readonly port: number;
  readonly methods: readonly KnownSecurityMethod[];
  /** Path of a resource of it that answers GET; where nobody said, the one of a simulated AEF. */
  readonly path?: string | undefined;
  /** PEM certificate by which the AEF is verified, where no CAPIF CA certified it. */
  readonly trust?: string | undefined;
}

/** Path of the resource that an invoker asks for; a simulated AEF serves no other. */
export function helloPath({ apiName, path }: Pick<ServiceApi, 'apiName' | 'path'>): string {
  return path ?? `/${encodeURIComponent(apiName)}/v1/hello`;
}

/** The scope of a token for these APIs (TS 33.122 Annex C, TS 29.222 8.5.4.2.6): `3gpp#aefId:apiName;aefId:apiName`. */
export function scopeOf(apis: readonly Pick<ServiceApi, 'aefId' | 'apiName'>[]): string {
  return `3gpp#${apis.map(({ aefId, apiName }) => `${aefId}:${apiName}`).join(';')}`;
}

/** Whether a token of this scope is for the API. One AEF may have several API names after it, separated by commas. */
export function scopeCovers(scope: string, { aefId, apiName }: Pick<ServiceApi, 'aefId' | 'apiName'>): boolean {
  const [, list = ''] = scope.split('3gpp#', 2);
  return list.split(';').some((entry) => {
    const separator = entry.lastIndexOf(':');
    return (
      entry.slice(0, separator) === aefId &&
      entry
        .slice(separator + 1)
        .split(',')
        .includes(apiName)
    );
  });
}

/**
 * The interface description of a host and port.
 * @throws Error for a name with one label: TS 29.222 has no place for it.
 */
export function interfaceAt(host: string, port: number): InterfaceDescription {
  if (ipVersion(host) === 4) return { ipv4Addr: host, port };
  if (ipVersion(host) === 6) return { ipv6Addr: host, port };
  if (Fqdn.safeParse(host).success) return { fqdn: host, port };
  throw new Error(
    `service API host "${host}": an interface description (TS 29.222 8.2.4.2.3) takes an IP address or a fully qualified domain name`,
  );
}

/** P0 of the AEFPSK for this API, by the template (see {@link interfaceInformation}). */
export function interfaceInformationOf({ host, port }: Pick<ServiceApi, 'host' | 'port'>, template?: string): string {
  // `fqdn`, because the template only wants the host's text.
  return interfaceInformation({ fqdn: host, port }, template);
}

/** The service APIs of a discovery answer, one for each AEF profile with an interface; what has none can't be called. */
export function serviceApisOf({ serviceAPIDescriptions = [] }: DiscoveredAPIs): ServiceApi[] {
  return serviceAPIDescriptions.flatMap(({ apiName, apiId, aefProfiles = [] }) =>
    aefProfiles.flatMap(({ aefId, versions, interfaceDescriptions = [], securityMethods = [] }) =>
      interfaceDescriptions
        .slice(0, 1)
        .map(({ ipv4Addr, ipv6Addr, fqdn, port = 443, apiPrefix, securityMethods: own }) => ({
          apiName,
          apiId: apiId ?? '',
          aefId,
          host: ipv4Addr ?? ipv6Addr ?? fqdn ?? '',
          port,
          methods: SECURITY_METHODS.filter((method) => (own ?? securityMethods).includes(method)),
          path: pathOf(apiName, apiPrefix, versions),
        })),
    ),
  );
}

/** `{prefix}/{apiName}/{apiVersion}/{uri}` (TS 29.222 8.2.4.2.5 on) of the first resource that answers GET; undefined when none does. */
function pathOf(apiName: string, prefix: string | undefined, versions: readonly Version[]): string | undefined {
  for (const { apiVersion, resources = [] } of versions) {
    const resource = resources.find(({ operations }) => operations === undefined || operations.includes('GET'));
    if (resource === undefined) continue;
    const parts = [prefix ?? '', encodeURIComponent(apiName), encodeURIComponent(apiVersion), resource.uri];
    return parts
      .map((part) => part.replace(/^\/+|\/+$/g, ''))
      .reduce((path, part) => (part ? `${path}/${part}` : path), '');
  }
  return undefined;
}
