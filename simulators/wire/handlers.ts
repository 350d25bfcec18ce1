/** Request in, Response out, by request handlers of msw. */
import type { RequestHandler } from 'msw';
import { randomId } from './dice.ts';

/**
 * What the first handler answers that matches; undefined where none does. As msw's own `getResponse`, whose module brings GraphQL and
 * WebSockets along: they take as long to load as all that this project serves.
 */
export async function responseOf(handlers: Iterable<RequestHandler>, request: Request): Promise<Response | undefined> {
  const requestId = randomId('request-');
  for (const handler of handlers) {
    const result = await handler.run({ request, requestId });
    if (result?.response !== undefined) return result.response;
  }
  return undefined;
}
