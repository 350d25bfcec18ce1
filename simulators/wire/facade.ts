import { Duplex } from 'node:stream';

/**
 * Lends a connection to an HTTP library without lending its lifetime.
 *
 * Node's HTTP clients close a socket when an answer says `Connection: close`, when it is malformed, or when an agent feels like it. Then
 * our end would have closed first and nobody could tell whether the peer tears down. Ending or destroying the facade leaves the
 * connection as it is; the peer's ending passes through.
 */
export class Facade extends Duplex {
  readonly #connection: Duplex;
  readonly #onData = (chunk: Buffer) => {
    this.push(chunk);
  };
  readonly #onEnd = () => {
    this.push(null);
  };
  readonly #onClose = () => {
    // After a reset there is no 'end': the library must still learn that nothing more will come.
    if (!this.readableEnded) this.push(null);
  };

  constructor(connection: Duplex) {
    super({ allowHalfOpen: true });
    this.#connection = connection;
    connection.on('data', this.#onData);
    connection.on('end', this.#onEnd);
    connection.on('close', this.#onClose);
  }

  override _read(): void {
    // Bytes are pushed as they arrive; HTTP messages of CAPIF are small and bounded by the exchange.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#connection.write(chunk, callback);
  }

  override _final(callback: () => void): void {
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#connection.off('data', this.#onData);
    this.#connection.off('end', this.#onEnd);
    this.#connection.off('close', this.#onClose);
    callback(error);
  }

  // What HTTP libraries call on a socket; all concern the lifetime, which is not theirs.
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
