/** An AEF takes an authorization back (TS 29.222 5.5.2.5): the entries go, the invoker and the subscribers are told. */
import type { ApiInvokerId, ServiceApiId } from '../capif/ids.ts';
import type { CcfNode } from './node.ts';
import { publish } from './notification.ts';
import { post } from './notification-client.ts';
import type { ContextEntry } from './state.ts';

export interface AuthorizationRevocation {
  readonly apiInvokerId: ApiInvokerId;
  /** Of its security context. */
  readonly entries: readonly ContextEntry[];
  /** E.g. `OVERLIMIT_USAGE`. */
  readonly cause: string;
  /** Default: every API of the AEFs concerned. */
  readonly apiIds?: readonly ServiceApiId[];
}

/** Takes effect at once; the telling goes on behind. */
export function revokeAuthorization(node: CcfNode, revocation: AuthorizationRevocation): void {
  const { apiInvokerId, entries, cause } = revocation;
  const { contexts, aefPsks, grants, serviceApis } = node.state;
  const context = contexts.get(apiInvokerId);
  if (context === undefined) return;
  const left = context.entries.filter((entry) => !entries.includes(entry));
  const aefIds = new Set(left.map(({ aefId }) => aefId));
  if (left.length === 0) contexts.delete(apiInvokerId);
  else contexts.set(apiInvokerId, { ...context, entries: left });
  aefPsks.set(apiInvokerId, new Map([...(aefPsks.get(apiInvokerId) ?? [])].filter(([aefId]) => aefIds.has(aefId))));
  const granted = left.filter(({ method }) => method === 'OAUTH');
  grants.set(
    apiInvokerId,
    granted.map(({ aefId, information }) => ({ aefId, apiId: information.apiId })),
  );

  const gone = new Set(entries.map(({ aefId }) => aefId));
  const apis = [...serviceApis.values()].filter((api) =>
    api.description.aefProfiles?.some(({ aefId }) => gone.has(aefId)),
  );
  const apiIds = [...(revocation.apiIds ?? apis.map(({ apiId }) => apiId))];
  // An unpublished API has no id left to name, and `apiIds` may not be empty.
  if (apiIds.length === 0) return;
  const receiver = { destination: context.asked.notificationDestination, ownerId: apiInvokerId };
  const body = { apiInvokerId, apiIds, cause };
  void post(node, receiver, { method: 'POST', contentType: 'application/json', body });
  const detail = { apiInvokerIds: [apiInvokerId], apiIds };
  void publish(node, { event: 'API_INVOKER_AUTHORIZATION_REVOKED', detail, aefIds: [...gone] });
}
