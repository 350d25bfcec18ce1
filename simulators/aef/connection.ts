/** Which connection a request came on: msw hands its handlers a copy of the request, so the connection travels beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'msw';
import { problem } from '../capif/problem.ts';
import { responseOf } from '../wire/handlers.ts';
import type { ServerConnection } from '../wire/types.ts';
import type { AefNode } from './node.ts';

const current = new AsyncLocalStorage<ServerConnection>();

/** The connection of the request that is being answered. @throws Error outside of {@link answering}. */
export function connectionOfRequest(): ServerConnection {
  const connection = current.getStore();
  if (connection === undefined) throw new Error('no connection: request handlers run within answering()');
  return connection;
}

/** An answering function for a listener, in the AEF's form; what no handler answers is 404. */
export function answering(node: AefNode, handlers: RequestHandler[]) {
  return (request: Request, connection: ServerConnection): Promise<Response> =>
    current.run(connection, async () => {
      const response = await responseOf(handlers, request);
      const answer = response ?? problem(404, `nothing is served at ${new URL(request.url).pathname}`);
      return node.behaviour.form.answer(answer, connection);
    });
}
