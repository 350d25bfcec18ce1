import type { ClientHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { monotonicNow } from './clock.ts';
import type { ConnectionEnd, HandshakeFacts, HttpExchange, Micros } from './facts.ts';
import { failureOf } from './failure.ts';
import { type Answer, exchangeHttp1, exchangeHttp2, openHttp2, type WireView } from './http-client.ts';
import { nextExchange } from './names.ts';
import type { Handshake } from './peer.ts';
import { readSslSession } from './ssl-session.ts';
import type { Tap } from './tap.ts';
import type { ClientSession, ConnectOptions, HttpRequestOptions, SessionSecrets } from './types.ts';

const CLOSE_BOUND_MS = 1000;

/** What the TLS engine told about a connection; shared with the handlers that listen from the first moment on. */
export interface EngineState {
  /** Newest resumable session. */
  session: Buffer | undefined;
  /** The engine's last error. */
  error: Error | undefined;
}

/** A connected session: a tap, the engine above it (the tap itself on bare TCP) and what the handshake told. */
export class TappedClientSession implements ClientSession {
  readonly openedAt: Micros = monotonicNow();
  readonly connection: string;
  readonly facts: HandshakeFacts | undefined;
  readonly peerCertificate: string | undefined;
  readonly #tap: Tap;
  readonly #stream: Duplex;
  readonly #engine: EngineState;
  readonly #options: ConnectOptions;
  readonly #waiting = new Set<(end: ConnectionEnd) => void>();
  readonly #http2: ClientHttp2Session | undefined;

  constructor(
    connection: string,
    tap: Tap,
    stream: Duplex,
    engine: EngineState,
    options: ConnectOptions,
    handshake: Handshake | undefined,
  ) {
    this.connection = connection;
    this.#tap = tap;
    this.#stream = stream;
    this.#engine = engine;
    this.#options = options;
    this.facts = handshake?.facts;
    this.peerCertificate = handshake?.peerCertificate;
    // Nobody reads between exchanges; without this the peer's end would never be read either.
    stream.on('data', () => {});
    // From the first byte on: the server's SETTINGS come unasked.
    if (this.facts?.alpn === 'h2') this.#http2 = openHttp2(stream, this.#authority);
  }

  get #authority(): string {
    const { host, port } = this.#options;
    return `${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Called by the tap's owner for each sign of ending. */
  ended(end: ConnectionEnd): void {
    if (end.by === 'peer') for (const wake of this.#waiting) wake(end);
  }

  get ends(): readonly ConnectionEnd[] {
    return this.#tap.ends;
  }

  get open(): boolean {
    return this.#tap.ends.length === 0;
  }

  get usable(): boolean {
    return this.open && !this.#http2?.closed && !this.#http2?.destroyed;
  }

  async request(asked: HttpRequestOptions): Promise<HttpExchange> {
    const authority = this.#authority;
    const options = { ...asked, headers: { ...this.#options.headers, ...asked.headers } };
    const answer = await this.#exchange(authority, options);
    const exchange: HttpExchange = {
      kind: 'exchange',
      exchange: nextExchange(),
      connection: this.connection,
      side: 'client',
      request: {
        method: options.method,
        target: options.path,
        headers: { host: authority, ...options.headers },
        body: options.body ?? '',
      },
      ...answer,
    };
    this.#options.observer?.(exchange);
    return exchange;
  }

  #exchange(authority: string, options: HttpRequestOptions): Promise<Answer> {
    const wire: WireView = {
      explain: (error) => failureOf(this.#engine.error ?? error, this.#tap),
      lastDataAt: () => this.#tap.lastDataAt,
    };
    if (!this.open || this.#stream.destroyed) {
      const at = monotonicNow();
      const failure = wire.explain(new Error('the connection had already ended'));
      return Promise.resolve({ response: undefined, failure, requestAt: at, responseAt: undefined, at });
    }
    return this.#http2 === undefined
      ? exchangeHttp1(this.#stream, authority, options, wire)
      : exchangeHttp2(this.#http2, authority, options, wire);
  }

  peerEnd(timeoutMs: number): Promise<ConnectionEnd | undefined> {
    const known = this.ends.find((end) => end.by === 'peer');
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const finish = (end: ConnectionEnd | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(finish);
        resolve(end);
      };
      const timer = setTimeout(() => finish(undefined), timeoutMs);
      this.#waiting.add(finish);
    });
  }

  resumption(): Buffer | undefined {
    return this.#engine.session;
  }

  secrets(): SessionSecrets | undefined {
    if (!(this.#stream instanceof TLSSocket)) return undefined;
    const der = this.#stream.getSession();
    const secrets = der === undefined ? undefined : readSslSession(der);
    // With tickets the client's session ID is of its own making: only the one in the ServerHello is known to both ends.
    return secrets && this.#tap.serverHello?.sessionId.equals(secrets.sessionId) ? secrets : undefined;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#tap.destroyed) return resolve();
      const timer = setTimeout(() => this.#tap.destroy(), CLOSE_BOUND_MS);
      this.#tap.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      // Once the peer has finished there is nobody to wait for.
      const finished = this.ends.some((end) => end.by === 'peer' && end.signal !== 'close_notify');
      this.#stream.end(() => (finished ? this.#tap.destroy() : undefined));
    });
  }
}
