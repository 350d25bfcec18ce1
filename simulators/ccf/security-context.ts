/** Making a security context (TS 33.122 6.5.2): which method is used with which AEF, and the AEFPSK where it is PSK. */
import { deriveAefPsk, interfaceInformation } from '../capif/aefpsk.ts';
import type { AefId } from '../capif/ids.ts';
import {
  type AefProfile,
  type InterfaceDescription,
  type KnownSecurityMethod,
  SECURITY_METHODS,
} from '../capif/publish.ts';
import type { SecurityInformation, ServiceSecurity } from '../capif/security.ts';
import type { ServerConnection } from '../wire/types.ts';
import { refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import type { ContextEntry, Grant, SecurityContext } from './state.ts';

/** A security context with all that follows from it. */
export interface NewContext {
  readonly context: SecurityContext;
  readonly aefPsks: ReadonlyMap<AefId, Buffer>;
  readonly grants: readonly Grant[];
}

interface Choice {
  readonly aefId: AefId;
  readonly method: KnownSecurityMethod;
  readonly at: InterfaceDescription;
}

/**
 * Chooses a method for each entry asked for: the first of the invoker's preferences that the AEF published.
 * @param connection carries the request; the AEFPSK is derived from its very TLS session (Annex A).
 * @throws EarlyAnswer 400 when an entry fits nothing published, 403 when PSK is chosen and the session has no Annex A inputs.
 */
export function makeContext(node: CcfNode, asked: ServiceSecurity, connection: ServerConnection): NewContext {
  const entries: ContextEntry[] = [];
  const aefPsks = new Map<AefId, Buffer>();
  const grants: Grant[] = [];
  for (const wanted of asked.securityInfo) {
    const { aefId, method, at } = choose(node, wanted);
    // These two are the CCF's to say, and the AEF's to read.
    const { authenticationInfo: _authentication, authorizationInfo: _authorization, ...plain } = wanted;
    entries.push({ aefId, method, information: { ...plain, selSecurityMethod: method } });
    if (method === 'PSK') aefPsks.set(aefId, derive(connection, at));
    if (method === 'OAUTH') grants.push({ aefId, apiId: wanted.apiId });
  }
  return { context: { asked, entries }, aefPsks, grants };
}

function choose(node: CcfNode, wanted: SecurityInformation): Choice {
  const offers = [...node.state.serviceApis.values()]
    .filter(({ apiId }) => wanted.apiId === undefined || wanted.apiId === apiId)
    .flatMap(({ description }) => description.aefProfiles ?? [])
    .filter(({ aefId }) => wanted.aefId === undefined || wanted.aefId === aefId)
    .flatMap(offersOf)
    .filter(({ at }) => wanted.interfaceDetails === undefined || samePlace(at, wanted.interfaceDetails));
  if (offers.length === 0) {
    throw refusal(
      400,
      'securityInfo names an AEF, API or interface that nobody published; discover the service API first',
    );
  }
  for (const preferred of wanted.prefSecurityMethods) {
    const offer = offers.find(({ method }) => method === preferred);
    if (offer !== undefined) return offer;
  }
  const offered = [...new Set(offers.map(({ method }) => method))].join(', ');
  throw refusal(
    400,
    `none of prefSecurityMethods is offered there; choose of ${offered}`,
    'SECURITY_METHOD_NOT_SUPPORTED',
  );
}

/** Every method on every interface; a profile that names no methods offers all. */
function offersOf(profile: AefProfile): Choice[] {
  const places: InterfaceDescription[] = profile.interfaceDescriptions ?? [{ fqdn: profile.domainName }];
  return places.flatMap((at) => {
    const published: readonly string[] = at.securityMethods ?? profile.securityMethods ?? SECURITY_METHODS;
    const methods = SECURITY_METHODS.filter((method) => published.includes(method));
    return methods.map((method) => ({ aefId: profile.aefId, method, at }));
  });
}

function samePlace(one: InterfaceDescription, other: InterfaceDescription): boolean {
  return interfaceInformation(one) === interfaceInformation(other);
}

function derive(connection: ServerConnection, at: InterfaceDescription): Buffer {
  const secrets = connection.secrets();
  if (secrets === undefined) {
    const version = connection.facts?.version ?? 'no TLS';
    throw refusal(
      403,
      `PSK needs an AEFPSK, which TS 33.122 Annex A derives from the master secret and session ID of this TLS session (${version}), ` +
        'and it has none; send this request over TLS 1.2 with a session ID, that is without session tickets',
    );
  }
  return deriveAefPsk({ ...secrets, interfaceInformation: interfaceInformation(at) });
}
