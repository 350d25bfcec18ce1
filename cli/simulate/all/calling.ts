/** What an API invoker does before its first call of a service API: TS 33.122 6.5.2, with discovery before it. */
import type { Method } from '../../../scenarios/requirements/ledger.ts';
import { DiscoveredAPIs, type KnownSecurityMethod } from '../../../simulators/capif/publish.ts';
import { type ServiceApi, serviceApisOf } from '../../../simulators/capif/service-api.ts';
import { jsonOf, succeeded } from '../../../simulators/invoker/answers.ts';
import type { ApiInvoker } from '../../../simulators/invoker/invoker.ts';
import { obtainToken } from '../../../simulators/invoker/obtain-token.ts';
import type { HttpExchange } from '../../../simulators/wire/facts.ts';

/** As TS 29.222 names them. */
export const SECURITY_METHOD = { psk: 'PSK', pki: 'PKI', oauth: 'OAUTH' } as const satisfies Record<
  Method,
  KnownSecurityMethod
>;

/**
 * Obtains what the method takes, as far as the API invoker does not hold it.
 *
 * @param known - The service API, where it is known; otherwise the first one that discovery finds and that has the method.
 * @returns the service API.
 * @throws {Error} that says which request got which answer.
 */
export async function readyToCall(invoker: ApiInvoker, method: Method, known?: ServiceApi): Promise<ServiceApi> {
  const wanted = SECURITY_METHOD[method];
  const { context, accessToken } = invoker.snapshot();
  const secured = context.find((one) => one.method === wanted);
  const api = secured?.api ?? known ?? (await discovered(invoker, wanted));
  if (secured === undefined) granted('security context', await invoker.secureWith(wanted, api));
  if (wanted === 'OAUTH' && accessToken === undefined) granted('access token', await obtainToken(invoker));
  // Whatever the AEF answers: whether it lets the API invoker in is told by the call itself.
  if (wanted === 'PSK') await invoker.initiateAuthentication(api);
  return api;
}

async function discovered(invoker: ApiInvoker, method: KnownSecurityMethod): Promise<ServiceApi> {
  const exchange = granted('discovery', await invoker.discover());
  const apis = serviceApisOf(jsonOf(exchange, 200, DiscoveredAPIs) ?? {});
  const api = apis.find(({ methods }) => methods.includes(method));
  if (api !== undefined) return api;
  throw new Error(
    `discovery found ${apis.length} service APIs, none with ${method}; publish one that has it among its securityMethods`,
  );
}

function granted(what: string, exchange: HttpExchange): HttpExchange {
  if (succeeded(exchange)) return exchange;
  throw new Error(`${what}: the answer was ${exchange.response?.status ?? exchange.failure?.message ?? 'none'}`);
}
