/**
 * Every octet that crosses a connection of ours, for whoever writes it down (a pcapng file, say).
 *
 * Off by default, since it holds all secrets of the sessions and every octet in memory. A connection that is opened while nobody captures has
 * no {@link ConnectionCapture}, and then nothing is done for it, ever.
 */
import type { Socket } from 'node:net';
import { monotonicNow } from './clock.ts';
import type { ConnectionId, Micros, Side } from './facts.ts';

/** One end of a TCP connection: an IP address, never a name. Port 0: the peer had gone before it could be asked. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What is told of a connection once, when it exists. */
export interface CapturedConnection {
  readonly connection: ConnectionId;
  readonly label: string;
  readonly side: Side;
}

/**
 * One thing that was seen. `bytes`: as read from or handed to the kernel, a copy. `secret`: a line of the TLS key log. `finished`: one direction
 * is over. `closed`: nothing more will come of this connection.
 */
export type CaptureEvent =
  | (CapturedConnection & {
      readonly kind: 'opened';
      readonly local: Endpoint;
      readonly remote: Endpoint;
      readonly at: Micros;
    })
  | {
      readonly kind: 'bytes';
      readonly connection: ConnectionId;
      readonly by: By;
      readonly bytes: Buffer;
      readonly at: Micros;
    }
  | { readonly kind: 'secret'; readonly connection: ConnectionId; readonly line: string }
  | {
      readonly kind: 'finished';
      readonly connection: ConnectionId;
      readonly by: By;
      readonly how: 'fin' | 'rst';
      readonly at: Micros;
    }
  | { readonly kind: 'closed'; readonly connection: ConnectionId };

type By = 'peer' | 'self';

/** Receives what is captured, as it happens. Must not throw and must not block. */
export type CaptureSink = (event: CaptureEvent) => void;

const sinks = new Set<CaptureSink>();

/**
 * From now on `sink` is told of every connection that this process opens or accepts, whosever it is.
 *
 * @returns Ends it.
 */
export function startCapture(sink: CaptureSink): () => void {
  sinks.add(sink);
  return () => sinks.delete(sink);
}

/** The capture of a connection about to be; undefined when nobody captures. */
export function captureOf(about: CapturedConnection): ConnectionCapture | undefined {
  return sinks.size === 0 ? undefined : new ConnectionCapture(about);
}

/** Tells the sinks of one connection. */
export class ConnectionCapture {
  readonly #about: CapturedConnection;
  /** What was handed to the socket while TCP was not up yet: it waits there, and crosses the wire when it is. Undefined from then on. */
  #waiting: Buffer[] | undefined = [];

  constructor(about: CapturedConnection) {
    this.#about = about;
  }

  /** TCP is up. */
  opened(socket: Socket, at: Micros): void {
    const local = endpoint(socket.localAddress, socket.localPort);
    const remote = remoteOf(socket);
    this.#tell({ kind: 'opened', ...this.#about, local, remote, at });
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const bytes of waiting) this.bytes('self', bytes, at);
  }

  bytes(by: By, bytes: Buffer, at: Micros): void {
    // The engine above may use the memory again.
    const copy = Buffer.from(bytes);
    if (this.#waiting !== undefined) this.#waiting.push(copy);
    else this.#tell({ kind: 'bytes', connection: this.#about.connection, by, bytes: copy, at });
  }

  /** @param line - e.g. `CLIENT_RANDOM <random> <master secret>`. */
  secret(line: string): void {
    this.#tell({ kind: 'secret', connection: this.#about.connection, line });
  }

  finished(by: By, how: 'fin' | 'rst', at: Micros = monotonicNow()): void {
    this.#tell({ kind: 'finished', connection: this.#about.connection, by, how, at });
  }

  closed(): void {
    this.#tell({ kind: 'closed', connection: this.#about.connection });
  }

  #tell(event: CaptureEvent): void {
    for (const sink of sinks) sink(event);
  }
}

/**
 * The peer's address, asked without leaving a trace. A socket remembers the answer, and by asking again later the tap tells an RST from an
 * orderly end; so it is asked through an object of its own, which does the remembering.
 */
function remoteOf(socket: Socket): Endpoint {
  const aside: Socket = Object.create(socket);
  return endpoint(aside.remoteAddress, aside.remotePort, socket.localAddress);
}

/** @param sibling - The other end's address, whose family an unknown one takes. */
function endpoint(host: string | undefined, port: number | undefined, sibling = ''): Endpoint {
  const unspecified = sibling.includes(':') ? '::' : '0.0.0.0';
  return { host: host ?? unspecified, port: port ?? 0 };
}
