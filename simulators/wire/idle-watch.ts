/** Ends connections on which nothing was asked for a while. A conformant node here has no such limit. */
import { delay } from './clock.ts';
import type { ServerConnection } from './types.ts';

export class IdleWatch {
  readonly #limitMs: () => number | undefined;
  /** How often each connection was used. */
  readonly #uses = new Map<string, number>();

  /** @param limitMs the limit at the moment, in milliseconds; undefined: there is none. */
  constructor(limitMs: () => number | undefined) {
    this.#limitMs = limitMs;
  }

  /** Notes that the connection is in use now, and ends it when it isn't again in time. */
  async used(connection: ServerConnection): Promise<void> {
    const limit = this.#limitMs();
    if (limit === undefined) {
      this.#uses.delete(connection.connection);
      return;
    }
    const use = (this.#uses.get(connection.connection) ?? 0) + 1;
    this.#uses.set(connection.connection, use);
    await delay(limit);
    if (this.#uses.get(connection.connection) !== use) return;
    this.#uses.delete(connection.connection);
    connection.end();
  }
}
