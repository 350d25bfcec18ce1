/** Scopes of access tokens: `3gpp#aefId1:apiName1,apiName2;aefId2:apiName3` (TS 29.222 8.5.4.2.6). */
import type { ApiInvokerId } from '../capif/ids.ts';
import type { CcfState } from './state.ts';

export interface ScopeItem {
  readonly aefId: string;
  readonly apiNames: readonly string[];
}

const PREFIX = '3gpp#';

/** Undefined when the text is no scope. */
export function parseScope(text: string): ScopeItem[] | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const items: ScopeItem[] = [];
  for (const part of text.slice(PREFIX.length).split(';')) {
    const { aefId, names } = /^(?<aefId>[^:]+):(?<names>.+)$/.exec(part)?.groups ?? {};
    if (aefId === undefined || names === undefined) return undefined;
    items.push({ aefId, apiNames: names.split(',') });
  }
  return items;
}

export function formatScope(items: readonly ScopeItem[]): string {
  return PREFIX + items.map(({ aefId, apiNames }) => `${aefId}:${apiNames.join(',')}`).join(';');
}

/** What this invoker's grants amount to, given what is published now. */
export function grantedApis(state: CcfState, apiInvokerId: ApiInvokerId): ScopeItem[] {
  const grants = state.grants.get(apiInvokerId) ?? [];
  const items = grants.map(({ aefId, apiId }) => {
    const apis = [...state.serviceApis.values()].filter(
      (api) =>
        (apiId === undefined || api.apiId === apiId) &&
        api.description.aefProfiles?.some((profile) => profile.aefId === aefId),
    );
    return { aefId, apiNames: apis.map(({ description }) => description.apiName) };
  });
  return items.filter(({ apiNames }) => apiNames.length > 0);
}
