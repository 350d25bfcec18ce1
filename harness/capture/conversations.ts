/** Makes one conversation of a connection that was seen at both ends. */
import type { Endpoint } from '../../simulators/wire/capture.ts';
import type { ConnectionId } from '../../simulators/wire/facts.ts';
import type { Happening, Trace } from './archive.ts';

/** One TCP connection as it is to be written. */
export interface Conversation {
  /** The end whose view is written. */
  readonly view: Trace;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** `c17 victim: CAPIF-1e`; with both ends ours `c17 victim: service API ⇄ c18 aef-1: service API`, the client first. */
  readonly name: string;
  /** What happened, as the view has it. */
  readonly happenings: readonly Happening[];
  /** Lines of the TLS key log, each once. */
  readonly secrets: readonly string[];
}

/**
 * The conversations among these traces. Where both ends are ours the client's view is written: one end's alone is consistent in itself. Ends
 * belong together when their addresses mirror each other; should ports have been used again, the first opened goes with the first accepted.
 */
export function conversationsOf(traces: readonly Trace[]): Conversation[] {
  const servers = traces.filter(({ side }) => side === 'server');
  const taken = new Set<ConnectionId>();
  return traces
    .flatMap((trace) => {
      if (trace.side === 'server') return [];
      const other = servers.find((server) => !taken.has(server.connection) && mirrors(trace, server));
      if (other !== undefined) taken.add(other.connection);
      return [conversation(trace, other)];
    })
    .concat(servers.filter(({ connection }) => !taken.has(connection)).map((trace) => conversation(trace, undefined)));
}

function conversation(view: Trace, other: Trace | undefined): Conversation {
  const [client, server] = view.side === 'client' ? [view.local, view.remote] : [view.remote, view.local];
  const ends = other === undefined ? [view] : [view, other];
  return {
    view,
    client,
    server,
    name: ends.map(({ connection, label }) => `${connection} ${label}`).join(' ⇄ '),
    happenings: happeningsOf(view, other),
    secrets: [...new Set(ends.flatMap(({ secrets }) => secrets))],
  };
}

/** An end that leaves at once does not see how the other ended; the other knows. */
function happeningsOf(view: Trace, other: Trace | undefined): readonly Happening[] {
  const known = view.happenings.some(({ kind, by }) => kind === 'finished' && by === 'peer');
  const told = other?.happenings.find(({ kind, by }) => kind === 'finished' && by === 'self');
  if (known || told === undefined) return view.happenings;
  // It was sent before the octets that precede it were received.
  const at = Math.max(told.at, view.happenings.findLast(({ by }) => by === 'peer')?.at ?? 0);
  return [...view.happenings, { ...told, by: 'peer' as const, at }].toSorted((one, later) => one.at - later.at);
}

function mirrors(client: Trace, server: Trace): boolean {
  return same(client.local, server.remote) && same(client.remote, server.local);
}

function same(one: Endpoint, other: Endpoint): boolean {
  return one.port === other.port && plainAddress(one.host) === plainAddress(other.host);
}

/** Without zone, and an IPv4 address as such where a socket for both families saw it as `::ffff:127.0.0.1`. */
export function plainAddress(host: string): string {
  return host.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}
