/** Ends connections on which nothing was asked for a while. A conformant node here has no such limit. */
import { delay } from './clock.ts';
import type { ServerConnection } from './types.ts';

export class IdleWatch {
  readonly #idleMs: number;
  /** How often each connection was used. */
  readonly #uses = new Map<string, number>();

  /** @param idleMs in milliseconds. */
  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  /** Notes that the connection is in use now, and ends it when it isn't again in time. */
  async used(connection: ServerConnection): Promise<void> {
    const use = (this.#uses.get(connection.connection) ?? 0) + 1;
    this.#uses.set(connection.connection, use);
    await delay(this.#idleMs);
    if (this.#uses.get(connection.connection) !== use) return;
    this.#uses.delete(connection.connection);
    connection.end();
  }
}
