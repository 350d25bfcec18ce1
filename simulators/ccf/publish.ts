/** CAPIF_Publish_Service_API (TS 29.222 8.2): an APF publishes the service APIs of its domain's AEFs. */
import type { KnownCAPIFEvent } from '../capif/events.ts';
import { ServiceApiId } from '../capif/ids.ts';
import { paths } from '../capif/paths.ts';
import { ServiceAPIDescription, ServiceAPIDescriptionPatch } from '../capif/publish.ts';
import { randomId } from '../wire/dice.ts';
import { requireFunction } from './identity.ts';
import { conform, json, mergePatch, negotiated, noContent, readJson, readPatch, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import { publish } from './notification.ts';
import type { Route, RoutedRequest } from './routing.ts';
import { credentialsOf, type PublishedApi, type Subject } from './state.ts';

type Publisher = Extract<Subject, { role: 'APF' }>;

const COLLECTION = '/published-apis/v1/{apfId}/service-apis';
const RESOURCE = `${COLLECTION}/{serviceApiId}`;

export function publishRoutes(node: CcfNode): Route[] {
  return [
    { method: 'GET', path: COLLECTION, answer: (asked) => list(node, asked) },
    { method: 'POST', path: COLLECTION, answer: (asked) => create(node, asked) },
    { method: 'GET', path: RESOURCE, answer: (asked) => json(200, own(node, asked).api.description) },
    { method: 'PUT', path: RESOURCE, answer: (asked) => replace(node, asked) },
    { method: 'PATCH', path: RESOURCE, answer: (asked) => modify(node, asked) },
    { method: 'DELETE', path: RESOURCE, answer: (asked) => remove(node, asked) },
  ];
}

function list(node: CcfNode, { param }: RoutedRequest): Response {
  const { id } = requireFunction(node, 'APF', param('apfId'));
  const published = [...node.state.serviceApis.values()].filter(({ apfId }) => apfId === id);
  return json(
    200,
    published.map(({ description }) => description),
  );
}

async function create(node: CcfNode, { request, param }: RoutedRequest): Promise<Response> {
  const publisher = requireFunction(node, 'APF', param('apfId'));
  const asked = await readJson(request, ServiceAPIDescription);
  const api = store(node, publisher, ServiceApiId.parse(randomId('API')), asked);
  tell(node, 'SERVICE_API_AVAILABLE', api);
  const location = node.behaviour.form.location(node.tls.apiRoot(), paths.serviceApi(publisher.id, api.apiId));
  return json(201, api.description, { location });
}

async function replace(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { publisher, api } = own(node, asked);
  return updated(node, publisher, api, await readJson(asked.request, ServiceAPIDescription));
}

async function modify(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { publisher, api } = own(node, asked);
  const patch = await readPatch(asked.request, ServiceAPIDescriptionPatch);
  return updated(node, publisher, api, conform(mergePatch(api.description, patch), ServiceAPIDescription));
}

function remove(node: CcfNode, asked: RoutedRequest): Response {
  const { api } = own(node, asked);
  node.state.serviceApis.delete(api.apiId);
  tell(node, 'SERVICE_API_UNAVAILABLE', api);
  return noContent();
}

function updated(node: CcfNode, publisher: Publisher, api: PublishedApi, description: ServiceAPIDescription): Response {
  const stored = store(node, publisher, api.apiId, description);
  tell(node, 'SERVICE_API_UPDATE', stored);
  return json(200, stored.description);
}

/** @throws EarlyAnswer 403 when a profile is of an AEF that is not of the publisher's domain: nobody publishes for others. */
function store(
  node: CcfNode,
  { id, domain }: Publisher,
  apiId: ServiceApiId,
  asked: ServiceAPIDescription,
): PublishedApi {
  for (const { aefId } of asked.aefProfiles ?? []) {
    const ours = credentialsOf(node.state, aefId).some(
      ({ subject }) => subject.role === 'AEF' && subject.domain === domain,
    );
    if (!ours) throw refusal(403, 'aefProfiles names an AEF that is not registered in the domain of this APF');
  }
  const { supportedFeatures, ...description } = asked;
  const api: PublishedApi = {
    apiId,
    apfId: id,
    description: { ...description, apiId, ...negotiated(supportedFeatures) },
  };
  node.state.serviceApis.set(apiId, api);
  return api;
}

function own(node: CcfNode, { param }: RoutedRequest): { publisher: Publisher; api: PublishedApi } {
  const publisher = requireFunction(node, 'APF', param('apfId'));
  const api = node.state.serviceApis.get(ServiceApiId.parse(param('serviceApiId')));
  if (api === undefined || api.apfId !== publisher.id) {
    throw refusal(404, 'this APF has published no service API under this ID', 'RESOURCE_NOT_FOUND');
  }
  return { publisher, api };
}

function tell(node: CcfNode, event: KnownCAPIFEvent, { apiId, description }: PublishedApi): void {
  const aefIds = description.aefProfiles?.map(({ aefId }) => aefId) ?? [];
  void publish(node, { event, detail: { apiIds: [apiId], serviceAPIDescriptions: [description] }, aefIds });
}
