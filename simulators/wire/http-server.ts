import { createServer as createHttp1, type IncomingMessage } from 'node:http';
import { createServer as createHttp2, type Http2ServerRequest, type ServerHttp2Session } from 'node:http2';
import type { Duplex, Writable } from 'node:stream';
import { bodyText } from './body-text.ts';
import { monotonicNow } from './clock.ts';
import type { Failure, HttpExchange, HttpRequestFacts } from './facts.ts';
import { nextExchange } from './names.ts';
import type { AcceptedConnection } from './server-connection.ts';
import type { ListenOptions } from './types.ts';

const LARGEST_BODY = 1_048_576;

type Incoming = IncomingMessage | Http2ServerRequest;
/** What ServerResponse and Http2ServerResponse share. */
interface Outgoing extends Writable {
  writeHead(status: number, headers?: Record<string, string>): unknown;
}

/** Serves HTTP on accepted connections: Fetch Request in, Fetch Response out. */
export interface HttpEngine {
  serve(connection: AcceptedConnection, stream: Duplex, http2: boolean): void;
  close(): void;
}

/** An engine that answers by `options.answer`; it never times a connection out by itself. */
export function createHttpEngine(options: ListenOptions): HttpEngine {
  const byStream = new WeakMap<object, AcceptedConnection>();
  const bySession = new WeakMap<ServerHttp2Session, AcceptedConnection>();
  let arriving: AcceptedConnection | undefined;
  // Idle limits of Node's server would end sessions that only the simulated node may end.
  const http1 = createHttp1({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    const connection = byStream.get(request.socket);
    if (connection !== undefined) void handle(options, connection, request, response);
  });
  const http2 = createHttp2({}, (request, response) => {
    const session = request.stream.session as ServerHttp2Session | undefined;
    const connection = session === undefined ? undefined : bySession.get(session);
    if (connection !== undefined) void handle(options, connection, request, response);
  });
  // Emitted within emit('connection'), so the connection at hand is the session's.
  http2.on('session', (session) => {
    if (arriving !== undefined) bySession.set(session, arriving);
  });
  http2.on('sessionError', () => {});
  return {
    serve(connection, stream, overHttp2) {
      byStream.set(stream, connection);
      arriving = connection;
      (overHttp2 ? http2 : http1).emit('connection', stream);
      arriving = undefined;
    },
    close() {
      http1.close();
      http2.close();
    },
  };
}

async function handle(
  options: ListenOptions,
  connection: AcceptedConnection,
  incoming: Incoming,
  outgoing: Outgoing,
): Promise<void> {
  const request = await readRequest(incoming);
  const requestAt = monotonicNow();
  const facts: HttpRequestFacts = {
    method: incoming.method ?? '',
    target: originForm(incoming.url ?? ''),
    headers: plainHeaders(incoming.headers),
    body: request?.toString() ?? '',
  };
  if (request === undefined) {
    outgoing.writeHead(413);
    outgoing.end();
    return;
  }
  const tasks: (() => void | Promise<void>)[] = [];
  const handle = connection.duringRequest((task) => tasks.push(task));
  const written = await write(await answered(options, handle, incoming, facts, request), outgoing, connection);
  const exchange: HttpExchange = {
    kind: 'exchange',
    exchange: nextExchange(),
    connection: connection.connection,
    side: 'server',
    request: facts,
    response: written.response,
    failure: written.failure,
    requestAt,
    responseAt: written.responseAt,
    at: monotonicNow(),
  };
  options.observer?.(exchange);
  for (const task of tasks) await task();
}

/** Every server takes a target in absolute-form, though clients send it to proxies alone (RFC 9112 3.2.2). */
function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]+(?=[/?]|$)/i, '') || '/';
}

async function answered(
  options: ListenOptions,
  connection: Parameters<ListenOptions['answer']>[1],
  incoming: Incoming,
  facts: HttpRequestFacts,
  body: Buffer,
): Promise<Response> {
  const scheme = options.identity === undefined ? 'http' : 'https';
  const authority = facts.headers.host ?? String(incoming.headers[':authority'] ?? 'localhost');
  const bodyless = facts.method === 'GET' || facts.method === 'HEAD' || body.length === 0;
  try {
    const url = new URL(facts.target, `${scheme}://${authority}`);
    const request = new Request(url, {
      method: facts.method,
      headers: facts.headers,
      body: bodyless ? null : new Uint8Array(body),
    });
    return await options.answer(request, connection);
  } catch (error) {
    // A fault of the simulator itself: say so on the wire, where the harness sees it, rather than die or stay silent.
    const detail = error instanceof Error ? error.message : String(error);
    return Response.json({ status: 500, title: 'simulator fault', detail }, { status: 500 });
  }
}

async function readRequest(incoming: Incoming): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming) {
      length += (chunk as Buffer).length;
      if (length > LARGEST_BODY) return undefined;
      chunks.push(chunk as Buffer);
    }
  } catch {
    // The client went away; what came is what there is, and nobody will read the answer.
  }
  return Buffer.concat(chunks);
}

interface Written {
  readonly response: HttpExchange['response'];
  readonly failure: Failure | undefined;
  readonly responseAt: number | undefined;
}

/** Writes a response to its end, or as far as its body or the client lets it. */
async function write(response: Response, outgoing: Outgoing, connection: AcceptedConnection): Promise<Written> {
  if (response.type === 'error') {
    connection.destroy();
    return {
      response: undefined,
      failure: { cause: 'closed', message: 'ended without an answer' },
      responseAt: undefined,
    };
  }
  const headers = Object.fromEntries(response.headers);
  const overHttp2 = 'stream' in outgoing;
  const streamed =
    response.body !== null && ('content-length' in headers || headers['transfer-encoding'] === 'chunked');
  const whole = streamed || response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
  if (whole !== undefined) headers['content-length'] = String(whole.length);
  if (overHttp2) {
    // Connection-specific fields do not exist in HTTP/2 (RFC 9113 8.2.2).
    delete headers['transfer-encoding'];
    delete headers.connection;
  }
  const chunks: Buffer[] = whole === undefined ? [] : [whole];
  const finished = new Promise<boolean>((resolve) => {
    outgoing.once('finish', () => resolve(true));
    outgoing.once('close', () => resolve(outgoing.writableFinished));
  });
  outgoing.writeHead(response.status, headers);
  const responseAt = monotonicNow();
  if (streamed && response.body !== null) {
    for await (const chunk of response.body) {
      chunks.push(Buffer.from(chunk));
      if (outgoing.destroyed) break;
      outgoing.write(chunk);
    }
  }
  outgoing.end(whole);
  const flushed = await finished;
  const written = Buffer.concat(chunks);
  const announced = streamed ? Number(response.headers.get('content-length') ?? 0) : 0;
  const complete = flushed && written.length >= announced;
  const failure = complete ? undefined : unwritten(flushed);
  return { response: { status: response.status, headers, body: bodyText(written), complete }, failure, responseAt };
}

function unwritten(flushed: boolean): Failure {
  return flushed
    ? { cause: 'incomplete', message: 'our end wrote less of the answer than it had announced' }
    : { cause: 'closed', message: 'the client went away before the answer was written' };
}

function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(':') && value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
