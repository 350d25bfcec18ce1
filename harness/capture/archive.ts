/** Gathers what the wire captures, connection by connection, until a scenario takes what it needs. Pure: events in, traces out. */
import type { CapturedConnection, CaptureEvent, CaptureSink, Endpoint } from '../../simulators/wire/capture.ts';
import type { ConnectionId, Micros } from '../../simulators/wire/facts.ts';

/** Octets of one direction, or the end of it. `bytes` empty: none. */
export type Happening = Extract<CaptureEvent, { kind: 'bytes' | 'finished' }>;

/** One connection as one end of it saw it, from its first octet on. */
export interface Trace extends CapturedConnection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly openedAt: Micros;
  /** Lines of the TLS key log. */
  readonly secrets: readonly string[];
  /** In the order in which they happened. */
  readonly happenings: readonly Happening[];
}

interface Growing extends Trace {
  readonly secrets: string[];
  readonly happenings: Happening[];
  closed: boolean;
}

/**
 * What is being captured in this process, where one scenario is played after the other.
 *
 * A connection may outlive a scenario (a foreign AEF keeps one open to our CCF), and nobody can decrypt it without its handshake: so a trace
 * is kept from its beginning for as long as the connection lives.
 */
export class CaptureArchive {
  readonly #traces = new Map<ConnectionId, Growing>();

  /** Hand this to the wire. */
  readonly sink: CaptureSink = (event) => {
    if (event.kind === 'opened') {
      const { kind: _kind, at, ...about } = event;
      this.#traces.set(event.connection, { ...about, openedAt: at, secrets: [], happenings: [], closed: false });
      return;
    }
    const trace = this.#traces.get(event.connection);
    if (trace === undefined) return;
    if (event.kind === 'secret') trace.secrets.push(event.line);
    else if (event.kind === 'closed') trace.closed = true;
    else trace.happenings.push(event);
  };

  /** The traces of these connections so far, in order of opening. */
  tracesOf(connections: ReadonlySet<ConnectionId>): Trace[] {
    return [...this.#traces.values()].filter(({ connection }) => connections.has(connection));
  }

  /** Drops the traces of connections that are over. */
  dropClosed(): void {
    for (const [connection, { closed }] of this.#traces) if (closed) this.#traces.delete(connection);
  }
}
