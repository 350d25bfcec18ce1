/** CAPIF_Discover_Service_API (TS 29.222 8.1): an enrolled invoker finds service APIs. */
import type { AefProfile, DiscoveredAPIs, ServiceAPIDescription } from '../capif/publish.ts';
import { requireInvoker } from './identity.ts';
import { json, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import type { Route, RoutedRequest } from './routing.ts';

/** Query parameters that narrow the answer, each with what it is compared with. Others are ignored. */
const BY_API = new Map<string, (api: ServiceAPIDescription) => string | undefined>([
  ['api-name', ({ apiName }) => apiName],
  ['api-cat', ({ serviceAPICategory }) => serviceAPICategory],
]);
const BY_PROFILE = new Map<string, (profile: AefProfile) => readonly (string | undefined)[]>([
  ['aef-id', ({ aefId }) => [aefId]],
  ['protocol', ({ protocol }) => [protocol]],
  ['data-format', ({ dataFormat }) => [dataFormat]],
  ['api-version', ({ versions }) => versions.map(({ apiVersion }) => apiVersion)],
  ['comm-type', ({ versions }) => versions.flatMap(({ resources = [] }) => resources.map(({ commType }) => commType))],
]);

export function discoverRoutes(node: CcfNode): Route[] {
  return [{ method: 'GET', path: '/service-apis/v1/allServiceAPIs', answer: (asked) => discover(node, asked) }];
}

function discover(node: CcfNode, { query }: RoutedRequest): Response {
  const asked = query.get('api-invoker-id') ?? undefined;
  requireInvoker(node, asked, { action: 'discover' });
  if (asked === undefined)
    throw refusal(400, 'api-invoker-id is missing; send your own', 'MANDATORY_QUERY_PARAM_MISSING');
  const found = [...node.state.serviceApis.values()]
    .map(({ description }) => description)
    .filter((api) => fits(api, query));
  const answer: DiscoveredAPIs = found.length > 0 ? { serviceAPIDescriptions: found } : {};
  return json(200, answer);
}

function fits(api: ServiceAPIDescription, query: URLSearchParams): boolean {
  const byApi = [...query].filter(([name]) => BY_API.has(name));
  const byProfile = [...query].filter(([name]) => BY_PROFILE.has(name));
  if (!byApi.every(([name, value]) => BY_API.get(name)?.(api) === value)) return false;
  // One and the same AEF must fit all that is asked of AEFs.
  const fitsAll = (profile: AefProfile) =>
    byProfile.every(([name, value]) => BY_PROFILE.get(name)?.(profile).includes(value));
  return byProfile.length === 0 || (api.aefProfiles ?? []).some(fitsAll);
}
