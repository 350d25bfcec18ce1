/** Obtaining an API invoker's security information from the CCF (Obtain_API_Invoker_Info, TS 29.222 5.6.2.4). */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { below } from '../capif/api-root.ts';
import { paths, type TrustedInvokerQuery } from '../capif/paths.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { AefNode } from './node.ts';
import { dialectOf } from './options.ts';
import type { TrustedInvoker } from './trust-store.ts';

/** The members that matter here; a context that breaks the schema elsewhere is still what the CCF holds. */
const Context = z.looseObject({
  securityInfo: z.array(
    z.looseObject({
      aefId: z.string().optional(),
      apiId: z.string().optional(),
      selSecurityMethod: z.string().optional(),
      authenticationInfo: z.string().optional(),
      authorizationInfo: z.string().optional(),
    }),
  ),
});
type Entry = z.infer<typeof Context>['securityInfo'][number];

const EVERYTHING: TrustedInvokerQuery = { authenticationInfo: true, authorizationInfo: true };

/** Answers that say something about the invoker or the AEF; others are about the question. */
const TELLING: readonly number[] = [200, 401, 403, 404, 410];

/**
 * Asks the CCF, with the AEF's certificate, for an invoker's security context.
 * @throws WireError when it can't be reached.
 */
export async function readTrustedInvoker(
  aef: AefNode,
  apiInvokerId: string,
  query: TrustedInvokerQuery,
): Promise<HttpExchange> {
  const exchange = await askFor(aef, apiInvokerId, query);
  const { onlyAsAWhole } = dialectOf(aef.options).secure;
  const { response } = exchange;
  if (onlyAsAWhole === undefined || response === undefined || TELLING.includes(response.status)) return exchange;
  if (isDeepStrictEqual(query, EVERYTHING)) return exchange;
  aef.options.onTolerated?.(onlyAsAWhole, exchange.connection);
  return await askFor(aef, apiInvokerId, EVERYTHING);
}

function askFor(
  { options: { ccfRoot, timeoutMs }, link }: AefNode,
  apiInvokerId: string,
  query: TrustedInvokerQuery,
): Promise<HttpExchange> {
  const path = below(ccfRoot, paths.trustedInvoker(apiInvokerId, query));
  return link.request({ method: 'GET', path, ...(timeoutMs && { timeoutMs }) });
}

/**
 * Brings what the AEF holds of an invoker up to date: 200 is taken up, any other answer of the CCF keeps the invoker out. A CCF that
 * fails (5xx) or can't be reached changes nothing.
 * @throws WireError when it can't be reached.
 */
export async function pull(node: AefNode, apiInvokerId: string): Promise<HttpExchange> {
  const ticket = node.trust.ticket(apiInvokerId);
  const exchange = await readTrustedInvoker(node, apiInvokerId, EVERYTHING);
  const status = exchange.response?.status ?? 500;
  if (status < 500) {
    node.trust.settle(ticket, status === 200 ? trusted(node, apiInvokerId, exchange) : undefined);
  }
  return exchange;
}

/** What the context establishes for this AEF; entries that name another AEF are none of its business. */
function trusted(node: AefNode, apiInvokerId: string, exchange: HttpExchange): TrustedInvoker {
  let known: TrustedInvoker = { apiInvokerId };
  for (const entry of contextOf(exchange.response?.body ?? '')) {
    const { aefId = node.registration.aef.id } = entry;
    if (aefId === node.registration.aef.id) known = { ...known, ...byMethod(node, entry, exchange.connection) };
  }
  if (known.aefPsk) node.options.onSecret?.('AEFPSK', known.aefPsk);
  return known;
}

function contextOf(body: string): Entry[] {
  try {
    return Context.safeParse(JSON.parse(body)).data?.securityInfo ?? [];
  } catch {
    return [];
  }
}

/** What an entry establishes, if its method is one that this AEF offers. */
function byMethod(node: AefNode, entry: Entry, connection: string): Partial<TrustedInvoker> {
  const { selSecurityMethod, authenticationInfo = '', authorizationInfo } = entry;
  const method = node.methods.find((offered) => offered === selSecurityMethod);
  switch (method) {
    case 'PSK':
      return { aefPsk: keyOf(authenticationInfo) };
    case 'PKI':
      return { root: authenticationInfo };
    case 'OAUTH':
      return { tokens: authorizationInfo ? tokensOf(authorizationInfo) : tokenKey(node, connection) };
    default:
      return {};
  }
}

/** TS 29.222 types the key as a string: hexadecimal here, base64 where it can't be that. */
function keyOf(text: string): Buffer | undefined {
  if (text === '') return undefined;
  return Buffer.from(text, /^([0-9a-f]{2})+$/i.test(text) ? 'hex' : 'base64');
}

/** What tokens verify by where the CCF says nothing of it: nothing, or what the dialect knows. */
function tokenKey({ options, registration }: AefNode, connection: string): string | undefined {
  const { verifiedByCertificate } = dialectOf(options).token;
  if (verifiedByCertificate === undefined) return undefined;
  options.onTolerated?.(verifiedByCertificate, connection);
  return registration.ccfCertificate;
}

/** A JSON list of hashes, or else a key. */
function tokensOf(text: string): string | ReadonlySet<string> {
  if (!text.trimStart().startsWith('[')) return text;
  try {
    return new Set(z.array(z.string()).parse(JSON.parse(text)));
  } catch {
    return new Set();
  }
}
