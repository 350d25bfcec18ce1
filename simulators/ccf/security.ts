/** CAPIF_Security_API (TS 29.222 8.5), trusted invokers: an invoker's security context, as made by itself and read by AEFs. */
import { type AefId, ApiInvokerId } from '../capif/ids.ts';
import { paths } from '../capif/paths.ts';
import { type SecurityInformation, SecurityNotification, ServiceSecurity } from '../capif/security.ts';
import { currentConnection } from './connection.ts';
import { requireFunction, requireInvoker } from './identity.ts';
import { type EarlyAnswer, json, negotiated, noContent, readJson, refusal } from './messages.ts';
import { type CcfNode, isEnrolled } from './node.ts';
import { revokeAuthorization } from './revocation.ts';
import type { Route, RoutedRequest } from './routing.ts';
import { makeContext, type NewContext } from './security-context.ts';
import { type ContextEntry, credentialsOf, type SecurityContext } from './state.ts';

const RESOURCE = '/capif-security/v1/trustedInvokers/{apiInvokerId}';

export function securityRoutes(node: CcfNode): Route[] {
  return [
    { method: 'PUT', path: RESOURCE, answer: (asked) => create(node, asked) },
    { method: 'POST', path: `${RESOURCE}/update`, answer: (asked) => update(node, asked) },
    { method: 'GET', path: RESOURCE, answer: (asked) => read(node, asked) },
    { method: 'DELETE', path: RESOURCE, answer: (asked) => remove(node, asked) },
    { method: 'POST', path: `${RESOURCE}/delete`, answer: (asked) => revoke(node, asked) },
  ];
}

async function create(node: CcfNode, { request, param }: RoutedRequest): Promise<Response> {
  const apiInvokerId = requireInvoker(node, param('apiInvokerId'), { action: 'write-context' });
  const made = makeContext(node, await readJson(request, ServiceSecurity), currentConnection());
  await store(node, apiInvokerId, made);
  const location = node.behaviour.form.location(node.tls.apiRoot(), paths.trustedInvoker(apiInvokerId));
  return json(201, shown(made.context), { location });
}

async function update(node: CcfNode, { request, param }: RoutedRequest): Promise<Response> {
  const apiInvokerId = requireInvoker(node, param('apiInvokerId'));
  if (!node.state.contexts.has(apiInvokerId)) throw noContext();
  const made = makeContext(node, await readJson(request, ServiceSecurity), currentConnection());
  await store(node, apiInvokerId, made);
  return json(200, shown(made.context));
}

/** The invoker may have been offboarded while its request was read: then there is nobody to keep this for. */
async function store(
  node: CcfNode,
  apiInvokerId: ApiInvokerId,
  { context, aefPsks, grants }: NewContext,
): Promise<void> {
  if (!isEnrolled(node, apiInvokerId)) return;
  node.state.contexts.set(apiInvokerId, context);
  node.state.aefPsks.set(apiInvokerId, aefPsks);
  node.state.grants.set(apiInvokerId, grants);
  await node.directions.onSecurityContext?.(apiInvokerId);
}

/** An AEF sees what concerns itself. Keys and keys' like only when it asks for them. */
function read(node: CcfNode, { param, query }: RoutedRequest): Response {
  const { id: aefId } = requireFunction(node, 'AEF');
  const apiInvokerId = ApiInvokerId.parse(param('apiInvokerId'));
  const authenticationInfo = flag(query, 'authenticationInfo');
  const authorizationInfo = flag(query, 'authorizationInfo');
  const context = node.state.contexts.get(apiInvokerId);
  const enrolled = isEnrolled(node, apiInvokerId);
  const methods = context?.entries.map(({ method }) => method) ?? [];
  const asked = { enrolled, authenticationInfo, methods };
  if (context === undefined || !node.behaviour.access.showsContext(asked)) throw noContext();
  const entries = entriesFor(context, aefId).map((entry) => ({
    ...entry,
    information: {
      ...entry.information,
      ...(authenticationInfo && authentication(node, apiInvokerId, entry)),
      ...(authorizationInfo && authorization(node, apiInvokerId, entry)),
    },
  }));
  return json(200, node.behaviour.access.contextForm(shown({ ...context, entries }), asked));
}

/** What the AEF authenticates the invoker by: the AEFPSK (hex), or the root that its certificate chains up to (PEM). */
function authentication(
  node: CcfNode,
  id: ApiInvokerId,
  { method, aefId }: ContextEntry,
): Partial<SecurityInformation> {
  const info =
    method === 'PSK'
      ? node.state.aefPsks.get(id)?.get(aefId)?.toString('hex')
      : method === 'PKI'
        ? credentialsOf(node.state, id)[0]?.authority.certificate
        : undefined;
  return info === undefined ? {} : { authenticationInfo: info };
}

/** What the AEF verifies access tokens by. */
function authorization(node: CcfNode, id: ApiInvokerId, { method, aefId }: ContextEntry): Partial<SecurityInformation> {
  const granted = node.state.grants.get(id)?.some((grant) => grant.aefId === aefId) ?? false;
  if (method !== 'OAUTH' || !granted) return {};
  return { authorizationInfo: node.behaviour.access.tokens.authorizationInfo(node, id) };
}

/** An AEF revokes everything. */
function remove(node: CcfNode, { param }: RoutedRequest): Response {
  const { id: aefId } = requireFunction(node, 'AEF');
  const apiInvokerId = ApiInvokerId.parse(param('apiInvokerId'));
  const context = node.state.contexts.get(apiInvokerId);
  if (context === undefined) throw noContext();
  entriesFor(context, aefId);
  revokeAuthorization(node, { apiInvokerId, entries: context.entries, cause: 'UNEXPECTED_REASON' });
  return noContent();
}

/** An AEF revokes its own APIs, or those of them that it names. */
async function revoke(node: CcfNode, { request, param }: RoutedRequest): Promise<Response> {
  const { id: aefId } = requireFunction(node, 'AEF');
  const asked = await readJson(request, SecurityNotification);
  const apiInvokerId = ApiInvokerId.parse(param('apiInvokerId'));
  if (asked.apiInvokerId !== apiInvokerId) throw refusal(400, 'apiInvokerId: not the one that the path names');
  const context = node.state.contexts.get(apiInvokerId);
  if (context === undefined) throw noContext();
  const own = entriesFor(context, aefId);
  const entries = own.filter(({ information: { apiId } }) => apiId === undefined || asked.apiIds.includes(apiId));
  if (entries.length === 0)
    throw refusal(404, 'apiIds: the security context holds none of these', 'RESOURCE_NOT_FOUND');
  revokeAuthorization(node, { apiInvokerId, entries, cause: asked.cause, apiIds: asked.apiIds });
  return noContent();
}

/** @throws EarlyAnswer 403 when the context does not concern this AEF. */
function entriesFor(context: SecurityContext, aefId: AefId): ContextEntry[] {
  const entries = context.entries.filter((entry) => entry.aefId === aefId);
  if (entries.length === 0) throw refusal(403, 'the security context of this API invoker does not name this AEF');
  return entries;
}

function shown({ asked: { supportedFeatures, ...asked }, entries }: SecurityContext): ServiceSecurity {
  const securityInfo = entries.map(({ information }) => information);
  return { ...asked, securityInfo, ...negotiated(supportedFeatures) };
}

function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false')
    throw refusal(400, `${name}: expected true or false`, 'INVALID_QUERY_PARAM');
  return value === 'true';
}

function noContext(): EarlyAnswer {
  return refusal(404, 'there is no security context of this API invoker', 'RESOURCE_NOT_FOUND');
}
