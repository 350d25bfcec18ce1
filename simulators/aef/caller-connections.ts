/** Which API invoker is on which connection of the service API, and how those connections end. */
import { delay } from '../wire/clock.ts';
import type { ConnectionEnd, ConnectionId, WireEvent } from '../wire/facts.ts';
import type { Listener, ServerConnection } from '../wire/types.ts';

/** What TLS can resume a session by: certificate fingerprint or PSK identity. */
function resumableBy({ facts }: ServerConnection): string | undefined {
  if (facts?.peer.by === 'certificate') return facts.peer.fingerprint;
  return facts?.peer.by === 'psk' ? facts.peer.identity : undefined;
}

interface Ending {
  /** Both directions have finished. */
  readonly closed: Promise<void>;
  readonly note: (end: ConnectionEnd) => void;
}

export class CallerConnections {
  readonly #invokerOf = new Map<ConnectionId, string>();
  readonly #resumable = new Map<string, Set<string>>();
  readonly #endings = new Map<ConnectionId, Ending>();

  /** The service API's observer: learns when connections have ended. */
  observe(event: WireEvent): void {
    const { connection } = event;
    if (event.kind === 'end') this.#endings.get(connection)?.note(event);
    if (event.kind !== 'connection') return;
    const begun = ending();
    this.#endings.set(connection, begun);
    void begun.closed.then(() => {
      this.#endings.delete(connection);
      this.#invokerOf.delete(connection);
    });
  }

  /** This connection is that invoker's, as its handshake or a request on it proved. */
  bind(connection: ServerConnection, apiInvokerId: string): void {
    this.#invokerOf.set(connection.connection, apiInvokerId);
    const peer = resumableBy(connection);
    if (peer === undefined) return;
    const peers = this.#resumable.get(apiInvokerId) ?? new Set();
    this.#resumable.set(apiInvokerId, peers.add(peer));
  }

  /** Makes every TLS session of the invoker impossible to resume. */
  forgetSessions(apiInvokerId: string, listener: Listener): void {
    for (const peer of this.#resumable.get(apiInvokerId) ?? []) listener.forgetSessions(peer);
    this.#resumable.delete(apiInvokerId);
  }

  /**
   * Ends all connections of the invoker with close_notify; resolves when they are closed on both sides, or after `boundMs` for the
   * sake of an invoker that doesn't close its own.
   */
  async tearDown(apiInvokerId: string, listener: Listener, boundMs: number): Promise<void> {
    const own = listener.connections().filter(({ connection }) => this.#invokerOf.get(connection) === apiInvokerId);
    if (own.length === 0) return;
    for (const connection of own) connection.end();
    const closed = Promise.all(own.map(({ connection }) => this.#endings.get(connection)?.closed));
    await Promise.race([closed, delay(boundMs)]);
  }
}

function ending(): Ending {
  const finished = new Set<string>();
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  return {
    closed,
    note({ signal, by }) {
      if (signal === 'fin') finished.add(by);
      if (finished.size === 2 || signal === 'rst') close();
    },
  };
}
