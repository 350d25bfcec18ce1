/** What crosses the wire between simulated nodes, and between them and others, as messages of which each is told once. */
import type { Role } from '../../../scenarios/requirements/ledger.ts';
import { commonNameOfSubject } from '../../../simulators/pki/certificates.ts';
import { calendarMicros } from '../../../simulators/wire/clock.ts';
import type {
  ConnectionId,
  ConnectionOpened,
  EndSignal,
  HandshakeFacts,
  PeerAuthentication,
  TlsVersion,
  WireEvent,
  WireObserver,
} from '../../../simulators/wire/facts.ts';

/** The TLS session that something happened on. */
export interface TlsFacts {
  readonly version: TlsVersion;
  readonly cipher: string;
  readonly resumed: boolean;
  /** How the other end authenticated itself, in words: `client certificate CN=…`, `TLS-PSK identity …`, `no client certificate`. */
  readonly peer: string;
}

interface Common {
  /** ISO 8601. */
  readonly at: string;
  readonly connection: ConnectionId;
  /** Who opened the connection, and to whom. */
  readonly from: string;
  readonly to: string;
  /** Undefined for plain HTTP, and where no handshake came to its end. */
  readonly tls?: TlsFacts;
}

/** One thing that was seen. There are no secrets in it: of a target the path only, and neither headers nor bodies. */
export type Sight =
  | (Common & { readonly seen: 'message'; readonly method: string; readonly path: string } & (
        | { readonly status: number }
        | { readonly failure: string }
      ))
  | (Common & { readonly seen: 'refused'; readonly failure: string })
  | (Common & { readonly seen: 'end'; readonly by: string; readonly signal: EndSignal });

/** Connections of which more may be seen: it runs for days. */
const REMEMBERED = 2000;

interface Known {
  readonly opened: ConnectionOpened;
  /** Whose end this is. */
  readonly role: Role;
  facts?: HandshakeFacts;
  /** By its User-Agent. */
  client?: string;
  ended?: boolean;
}

/** Says in its User-Agent which of our nodes a request comes from. */
export function headersOf(role: Role): Readonly<Record<string, string>> {
  return { 'user-agent': `capif-simulation/${role}` };
}

/**
 * Watches the nodes. Where both ends of a connection are ours, the server's end tells; where one is, that one does.
 */
export class Watch {
  readonly #tell: (sight: Sight) => void;
  readonly #ours = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #connections = new Map<ConnectionId, Known>();

  constructor(tell: (sight: Sight) => void) {
    this.#tell = tell;
  }

  /** From now on, what listens there is one of ours. */
  listensAt(host: string, port: number): void {
    this.#ours.add(`${host}:${port}`);
  }

  /** Whoever has this identity in CAPIF is called by that name. */
  name(id: string | undefined, name: string): void {
    if (id !== undefined) this.#names.set(id, name);
  }

  /** The observer of one node. */
  of(role: Role): WireObserver {
    return (event) => this.#observe(role, event);
  }

  #observe(role: Role, event: WireEvent): void {
    if (event.kind === 'connection') {
      const elsewhere = event.side === 'server' || !this.#ours.has(`${event.host}:${event.port}`);
      if (elsewhere) this.#remember({ opened: event, role });
      return;
    }
    const known = this.#connections.get(event.connection);
    if (known !== undefined) this.#follow(known, event);
  }

  #remember(known: Known): void {
    this.#connections.set(known.opened.connection, known);
    const [oldest] = this.#connections.keys();
    if (this.#connections.size > REMEMBERED && oldest !== undefined) this.#connections.delete(oldest);
  }

  #follow(known: Known, event: Exclude<WireEvent, ConnectionOpened>): void {
    switch (event.kind) {
      case 'handshake':
        known.facts = event.facts;
        return;
      case 'exchange': {
        const [, client] = /^capif-simulation\/(\w+)$/.exec(event.request.headers['user-agent'] ?? '') ?? [];
        if (client !== undefined) known.client = client;
        const { method, target } = event.request;
        const outcome =
          event.response === undefined
            ? { failure: event.failure?.message ?? 'no answer' }
            : { status: event.response.status };
        // What is in a query may be anybody's secret.
        const path = target.replace(/\?.*$/s, '?…');
        this.#tell({ seen: 'message', ...this.#common(known, event.requestAt), method, path, ...outcome });
        return;
      }
      case 'connect-failed':
        this.#tell({ seen: 'refused', ...this.#common(known, event.at), failure: event.failure.message });
        return;
      case 'end':
        this.#end(known, event.by, event.signal, event.at);
    }
  }

  /** The first sign of an ending says who began it; the rest is how TCP goes on. */
  #end(known: Known, by: 'self' | 'peer', signal: EndSignal, at: number): void {
    if (known.ended) return;
    known.ended = true;
    const common = this.#common(known, at);
    const byServer = (by === 'self') === (known.opened.side === 'server');
    this.#tell({ seen: 'end', ...common, by: byServer ? common.to : common.from, signal });
  }

  #common(known: Known, at: number): Common {
    const { opened, role, facts, client } = known;
    const server = opened.side === 'server';
    const peer = facts && this.#nameOf(facts.peer);
    const tls = facts && {
      version: facts.version,
      cipher: facts.cipher,
      resumed: facts.resumed,
      peer: inWords(facts.peer, server ? 'client' : 'server'),
    };
    return {
      at: new Date(calendarMicros(at) / 1000).toISOString(),
      connection: opened.connection,
      from: server ? (client ?? peer ?? 'somebody') : role,
      to: server ? role : (peer ?? `${opened.host}:${opened.port}`),
      ...(tls && { tls }),
    };
  }

  #nameOf(peer: PeerAuthentication): string | undefined {
    if (peer.by === 'nothing') return undefined;
    const id = peer.by === 'psk' ? peer.identity : commonNameOfSubject(peer.subject);
    return id && (this.#names.get(id) ?? id);
  }
}

function inWords(peer: PeerAuthentication, end: 'client' | 'server'): string {
  if (peer.by === 'psk') return `TLS-PSK identity ${peer.identity}`;
  if (peer.by === 'nothing') return `no ${end} certificate`;
  return `${peer.verified ? '' : 'unverified '}${end} certificate ${peer.subject}`;
}
