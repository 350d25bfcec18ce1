import { request as http1Request, type IncomingMessage } from 'node:http';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { bodyText } from './body-text.ts';
import { monotonicNow } from './clock.ts';
import { Facade } from './facade.ts';
import type { Failure, HttpResponseFacts, Micros } from './facts.ts';
import { timedOut, tooLong } from './failure.ts';
import type { HttpRequestOptions } from './types.ts';

/** Octets. No answer of CAPIF comes near it, a CRL of a hundred thousand certificates does; what is longer may have no end. */
export const LARGEST_ANSWER = 16 * 1024 * 1024;

/** Who does not say so may be answered in any coding, such as gzip (RFC 9110 12.5.3). Nobody takes one off here. */
const PLAIN = { 'accept-encoding': 'identity' };

/** What the exchange needs to know of the connection below it. */
export interface WireView {
  /** Classifies an error by what the wire showed. */
  readonly explain: (error: Error) => Failure;
  /** When the peer's newest bytes arrived. */
  readonly lastDataAt: () => Micros;
}

/** What became of one request. */
export interface Answer {
  readonly response: HttpResponseFacts | undefined;
  readonly failure: Failure | undefined;
  readonly requestAt: Micros;
  readonly responseAt: Micros | undefined;
  /** When the last byte of the answer arrived, or when the exchange failed. */
  readonly at: Micros;
}

/** One request over HTTP/1.1 on a connection that stays ours. */
export function exchangeHttp1(
  connection: Duplex,
  authority: string,
  options: HttpRequestOptions,
  wire: WireView,
): Promise<Answer> {
  const explain = wire.explain;
  return new Promise((resolve) => {
    const collected = new Collected(resolve, wire);
    const facade = new Facade(connection);
    const body = options.body === undefined ? undefined : Buffer.from(options.body);
    const request = http1Request({
      method: options.method,
      path: options.path,
      createConnection: () => facade,
      headers: {
        host: authority,
        connection: 'keep-alive',
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
        ...PLAIN,
        ...options.headers,
      },
    });
    const stop = bound(options, collected);
    collected.onSettled(() => {
      stop();
      request.destroy();
      facade.destroy();
    });
    request.on('response', (response) => {
      collected.head(response.statusCode ?? 0, response.headers);
      // It ends with its head, whatever comes after (RFC 9112 6.3); the parser would take a body for a malformed next answer.
      if (response.statusCode === 204) collected.end(true);
      response.on('data', (chunk: Buffer) => collected.data(chunk));
      response.on('end', () => collected.end(response.complete));
      response.on('error', (error) => collected.fail(explain(error)));
      response.on('close', () => collected.end(isComplete(response)));
    });
    request.on('error', (error) => collected.fail(explain(error)));
    // Not when it is flushed: on a busy machine the peer may have acted upon it by the time that we hear of that.
    collected.sent();
    request.end(body);
  });
}

/** `complete` is also true for a body delimited by the connection's end, which HTTP/1.1 allows. */
function isComplete(response: IncomingMessage): boolean {
  return response.complete && !response.errored;
}

/** One request over an HTTP/2 session. */
export function exchangeHttp2(
  session: ClientHttp2Session,
  authority: string,
  options: HttpRequestOptions,
  wire: WireView,
): Promise<Answer> {
  const explain = wire.explain;
  return new Promise((resolve) => {
    const collected = new Collected(resolve, wire);
    const headers = {
      ':method': options.method,
      ':path': options.path,
      ':authority': authority,
      ...PLAIN,
      ...options.headers,
    };
    let stream: ClientHttp2Stream;
    try {
      stream = session.request(headers, { endStream: options.body === undefined });
    } catch (error) {
      // After a GOAWAY there are no new streams, though the connection may stand: the peer has ended it all the same.
      collected.fail(explain(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    const stop = bound(options, collected);
    collected.onSettled(() => {
      stop();
      stream.destroy();
    });
    stream.on('response', (received) => collected.head(Number(received[':status']), received));
    stream.on('data', (chunk: Buffer) => collected.data(chunk));
    stream.on('end', () => collected.end(stream.rstCode === 0));
    stream.on('error', (error) => collected.fail(explain(error)));
    stream.on('close', () => collected.end(false));
    collected.sent();
    if (options.body !== undefined) stream.end(options.body);
  });
}

/** An HTTP/2 session over a connection that stays ours. */
export function openHttp2(connection: Duplex, authority: string): ClientHttp2Session {
  const session = connectHttp2(`https://${authority}`, { createConnection: () => new Facade(connection) });
  // Errors reach each stream; the connection's own ending is the tap's to tell.
  session.on('error', () => {});
  return session;
}

function bound(options: HttpRequestOptions, collected: Collected): () => void {
  const timeoutMs = options.timeoutMs ?? 5000;
  const timer = setTimeout(() => collected.fail(timedOut(`${options.method} ${options.path}`, timeoutMs)), timeoutMs);
  return () => clearTimeout(timer);
}

/** Gathers one answer and settles exactly once. */
class Collected {
  readonly #resolve: (answer: Answer) => void;
  readonly #wire: WireView;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #cleanUp: () => void = () => {};
  #requestAt = monotonicNow();
  #head: { status: number; headers: Record<string, string>; at: Micros } | undefined;
  #settled = false;

  constructor(resolve: (answer: Answer) => void, wire: WireView) {
    this.#resolve = resolve;
    this.#wire = wire;
  }

  onSettled(cleanUp: () => void): void {
    this.#cleanUp = cleanUp;
  }

  sent(): void {
    this.#requestAt = monotonicNow();
  }

  head(status: number, headers: IncomingHttpHeaders): void {
    const plain: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (!name.startsWith(':') && value !== undefined)
        plain[name] = Array.isArray(value) ? value.join(', ') : String(value);
    }
    this.#head = { status, headers: plain, at: this.#wire.lastDataAt() };
  }

  data(chunk: Buffer): void {
    if (this.#settled) return;
    this.#length += chunk.length;
    if (this.#length > LARGEST_ANSWER) this.fail(tooLong(LARGEST_ANSWER));
    else this.#chunks.push(chunk);
  }

  end(complete: boolean): void {
    if (complete && this.#head !== undefined) this.#settle(undefined);
    else this.fail(this.#wire.explain(new Error('the connection ended before the answer was complete')));
  }

  fail(failure: Failure): void {
    if (this.#head === undefined) {
      this.#settle(failure);
      return;
    }
    const seen = `the answer's head arrived (${this.#head.status}) and its end did not`;
    this.#settle({ ...failure, cause: 'incomplete', message: `${seen}: ${failure.message}` });
  }

  #settle(failure: Failure | undefined): void {
    if (this.#settled) return;
    this.#settled = true;
    const body = bodyText(Buffer.concat(this.#chunks));
    const head = this.#head;
    const complete = failure === undefined;
    const response = head === undefined ? undefined : { status: head.status, headers: head.headers, body, complete };
    // The parser runs after the tap: by its time an end that came with the answer's last bytes would seem to precede them.
    const at = complete ? this.#wire.lastDataAt() : monotonicNow();
    this.#resolve({ response, failure, requestAt: this.#requestAt, responseAt: head?.at, at });
    this.#cleanUp();
  }
}
