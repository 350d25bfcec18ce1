/** What an API invoker does when its owner asks it to call a service API once more, offboarded or not. */
import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { ServiceApi } from '../capif/service-api.ts';
import { type HttpExchange, WireError } from '../wire/facts.ts';
import type { InvokerNode } from './options.ts';
import { holds, invoke } from './service-api.ts';

/** `attempts`: each request that it made, or why its TLS session did not come about. */
export type ActedAgain =
  | { readonly acted: true; readonly attempts: readonly (HttpExchange | WireError)[] }
  | { readonly acted: false; readonly reason: string };

const CREDENTIAL: Readonly<Record<KnownSecurityMethod, string>> = {
  PSK: 'AEFPSK',
  PKI: 'API invoker certificate',
  OAUTH: 'access token',
};

/** Calls the service API if it holds what the method takes, else does what its behaviour has for that case: nothing, if conformant. */
export async function actAgain(node: InvokerNode, method: KnownSecurityMethod, api: ServiceApi): Promise<ActedAgain> {
  if (holds(node, method, api)) {
    return { acted: true, attempts: [await orWireError(() => invoke(node, method, api))] };
  }
  const attempts: (HttpExchange | WireError)[] = [];
  for (const resort of node.behaviour.lastResorts) {
    const attempt = await orWireError(() => resort(node, method, api));
    if (attempt !== undefined) attempts.push(attempt);
  }
  if (attempts.length > 0) return { acted: true, attempts };
  return {
    acted: false,
    reason: `API invoker "${node.options.label}" holds no ${CREDENTIAL[method]} for AEF ${api.aefId}, so it has nothing to call the service API with`,
  };
}

async function orWireError<Result>(act: () => Promise<Result>): Promise<Result | WireError> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}
