/** Publication of the service API (TS 29.222 5.3.2.2), by the APF. */
import { z } from 'zod';
import { below, resourceOf } from '../capif/api-root.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { KnownSecurityMethod, ServiceAPIDescription } from '../capif/publish.ts';
import { interfaceAt } from '../capif/service-api.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { ask, expectJson } from './ccf-link.ts';
import type { AefOptions } from './options.ts';
import type { Registration } from './registration.ts';

/** What is published. */
export interface Offer {
  readonly apiName: string;
  readonly host: string;
  readonly port: number;
  readonly methods: readonly KnownSecurityMethod[];
}

export interface Publication {
  readonly exchange: HttpExchange;
  readonly apiId: string;
  /** Path of the publication at the CCF. */
  readonly resource: string | undefined;
}

const Published = z.looseObject({ apiId: z.string() });

/**
 * Publishes the service API; publishing again replaces the publication.
 * @throws WireError when the CCF can't be reached, Error when it refuses.
 */
export async function publish(
  options: AefOptions,
  { aef, apf }: Registration,
  offer: Offer,
  earlier?: Publication,
): Promise<Publication> {
  const path = below(options.ccfRoot, paths.serviceApis(apf.id));
  const { exchange } = await ask(options, options.ccfRoot, {
    purpose: 'publish',
    method: earlier ? 'PUT' : 'POST',
    path: earlier ? (earlier.resource ?? `${path}/${encodeURIComponent(earlier.apiId)}`) : path,
    identity: apf.identity,
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify(description(aef.id, offer, earlier?.apiId)),
  });
  if (earlier) return { ...earlier, exchange };
  const { apiId } = expectJson(exchange, 201, Published);
  return { exchange, apiId, resource: resourceOf(exchange.response?.headers.location, path) };
}

function description(aefId: string, { apiName, host, port, methods }: Offer, apiId: string | undefined) {
  const api: z.input<typeof ServiceAPIDescription> = {
    apiName,
    ...(apiId !== undefined && { apiId }),
    // Optional by the schema, yet there are CCFs that fail without it.
    description: 'says hello to API invokers that it recognises',
    supportedFeatures: '0',
    aefProfiles: [
      {
        aefId,
        versions: [
          {
            apiVersion: 'v1',
            resources: [{ resourceName: 'hello', commType: 'REQUEST_RESPONSE', uri: '/hello', operations: ['GET'] }],
          },
        ],
        protocol: 'HTTP_1_1',
        dataFormat: 'JSON',
        securityMethods: [...methods],
        interfaceDescriptions: [{ ...interfaceAt(host, port), securityMethods: [...methods] }],
      },
    ],
  };
  return api;
}
