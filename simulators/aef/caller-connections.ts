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
  /** Our end has finished: its FIN is out, after the close_notify if there is one. The client may take its time, or never close its own end. */
  readonly tornDown: Promise<void>;
  /** Both ends have finished. */
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

  /** Whose connection this is; undefined as long as nothing proved it. */
  invokerOn({ connection }: ServerConnection): string | undefined {
    return this.#invokerOf.get(connection);
  }

  /** Who could resume the TLS session of this connection, if somebody still can. */
  holderOfSession(connection: ServerConnection): string | undefined {
    const peer = resumableBy(connection);
    return [...this.#resumable].find(([, peers]) => peer !== undefined && peers.has(peer))?.[0];
  }

  /** The open connections of the invoker, oldest first. */
  connectionsOf(apiInvokerId: string, listener: Listener): ServerConnection[] {
    return listener.connections().filter(({ connection }) => this.#invokerOf.get(connection) === apiInvokerId);
  }

  /** Resolves when both ends of the connection are closed, after `boundMs` at the latest. */
  async gone({ connection }: ServerConnection, boundMs: number): Promise<void> {
    await Promise.race([this.#endings.get(connection)?.closed, delay(boundMs)]);
  }

  /**
   * Ends these connections by `end`. Resolves when both ends of each are closed; within `bound.own` ms our
   * own (an invoker that doesn't read keeps it from leaving), within `bound.peer` ms more the invoker's, which may never come.
   */
  async tearDown(
    connections: readonly ServerConnection[],
    end: (connection: ServerConnection) => void,
    bound: { own: number; peer: number },
  ): Promise<void> {
    if (connections.length === 0) return;
    const endings = connections.map(({ connection }) => this.#endings.get(connection));
    for (const connection of connections) end(connection);
    await Promise.race([Promise.all(endings.map((it) => it?.tornDown)), delay(bound.own)]);
    await Promise.race([Promise.all(endings.map((it) => it?.closed)), delay(bound.peer)]);
  }
}

function ending(): Ending {
  const finished = new Set<string>();
  const [tornDown, haveTornDown] = signal();
  const [closed, haveClosed] = signal();
  return {
    tornDown,
    closed,
    note(end) {
      const reset = end.signal === 'rst';
      if (end.signal === 'fin') finished.add(end.by);
      if (finished.has('self') || reset) haveTornDown();
      if (finished.size === 2 || reset) haveClosed();
    },
  };
}

function signal(): [signalled: Promise<void>, give: () => void] {
  let give: () => void = () => {};
  const signalled = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [signalled, () => give()];
}
