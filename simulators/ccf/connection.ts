/** Which TLS connection a request came on. The request handlers get copies of the request, so it travels beside them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerConnection } from '../wire/types.ts';

const storage = new AsyncLocalStorage<ServerConnection>();

/** Runs `work`, and all that it awaits, on behalf of a request that came on this connection. */
export function onBehalfOf<Result>(connection: ServerConnection, work: () => Result): Result {
  return storage.run(connection, work);
}

/**
 * The connection of the request at hand.
 * @throws Error outside of {@link onBehalfOf}.
 */
export function currentConnection(): ServerConnection {
  const connection = storage.getStore();
  if (connection === undefined) {
    throw new Error('no connection: call the request handlers within onBehalfOf(connection, …)');
  }
  return connection;
}
