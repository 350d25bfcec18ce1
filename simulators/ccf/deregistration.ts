/** A provider function, or a whole domain, leaves: everything that is there because of it goes too. */
import type { CcfNode } from './node.ts';
import { revoke } from './registrar.ts';
import { credentialsOf, type ProviderDomain, type Subject } from './state.ts';

export function dissolve(node: CcfNode, { apiProvDomId, details }: ProviderDomain): void {
  node.state.domains.delete(apiProvDomId);
  for (const { apiProvFuncId } of details.apiProvFuncs ?? []) {
    if (apiProvFuncId !== undefined) leaveDomain(node, apiProvFuncId);
  }
}

/** Its certificate, its publications, its subscriptions, and the keys that invokers share with it. */
export function leaveDomain(node: CcfNode, functionId: string): void {
  const { state } = node;
  const subjects = [...state.credentials.values()].map(({ subject }) => subject).filter(({ id }) => id === functionId);
  for (const { id } of subjects) {
    for (const { fingerprint } of credentialsOf(state, id)) node.tls.forgetSessions(fingerprint);
    revoke(node, id);
  }
  for (const [apiId, { apfId }] of state.serviceApis) if (same(apfId, functionId)) state.serviceApis.delete(apiId);
  for (const [id, { subscriberId }] of state.subscriptions)
    if (subscriberId === functionId) state.subscriptions.delete(id);
  for (const [id, keys] of state.aefPsks) {
    state.aefPsks.set(id, new Map([...keys].filter(([aefId]) => !same(aefId, functionId))));
  }
}

function same(id: Subject['id'], text: string): boolean {
  return id === text;
}
