/**
 * Who talks to whom on a connection: the lifelines of the clause's figure, read off labels and sides.
 *
 * A connection between two nodes of ours is recorded twice, once by each end. It is one connection, so one end's
 * record is drawn and the other's is its twin.
 */
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import type { Entry } from '../../../harness/evidence/timeline.ts';

/** In the order of the clause's figure, from left to right. */
export const LIFELINES = ['invoker', 'ccf', 'aef'] as const;
export type Lifeline = (typeof LIFELINES)[number];

/** One connection between two lifelines. */
export interface Link {
  /** The one whose facts are drawn; where both ends are ours, the client's. */
  readonly connection: string;
  /** The other end's record of the same connection. */
  readonly twin: string | undefined;
  readonly label: string;
  /** The lifeline of our end; the other one is the peer's. */
  readonly own: Lifeline;
  readonly peer: Lifeline;
  /** Which of them opened it. */
  readonly client: Lifeline;
  readonly server: Lifeline;
}

type Opening = Extract<Entry, { kind: 'connection' | 'connect-failed' }>;

/** Two ends of one connection are recorded within this, in µs. */
const TOGETHER = 250_000;

/** Every connection of the record once, by its id, in the order of opening. */
export function linksOf({ timeline, underTest }: Pick<RunRecord, 'timeline' | 'underTest'>): Map<string, Link> {
  const openings = new Map<string, Opening>();
  for (const entry of timeline) {
    const opens = entry.kind === 'connection' || entry.kind === 'connect-failed';
    if (opens && !openings.has(entry.connection)) openings.set(entry.connection, entry);
  }
  const twins = twinsOf([...openings.values()]);
  const doubles = new Set(twins.values());
  const links = new Map<string, Link>();
  for (const opening of openings.values()) {
    const { connection, label, side } = opening;
    if (doubles.has(connection)) continue;
    const twin = openings.get(twins.get(connection) ?? '');
    const own = ownEnd(label, side, underTest);
    const peer = twin === undefined ? otherEnd(own, label, side, underTest) : ownEnd(twin.label, twin.side, underTest);
    const [client, server] = side === 'client' ? [own, peer] : [peer, own];
    links.set(connection, { connection, twin: twin?.connection, label, own, peer, client, server });
  }
  return links;
}

/** From each client's connection to the server's record of it: the same port, at the same time; the closest pairs first. */
function twinsOf(openings: readonly Opening[]): Map<string, string> {
  const opened = openings.filter((opening) => opening.kind === 'connection');
  const clients = opened.filter(({ side }) => side === 'client');
  const pairs = opened
    .filter(({ side }) => side === 'server')
    .flatMap((server) => clients.map((client) => ({ client, server, apart: Math.abs(client.at - server.at) })))
    .filter(({ client, server, apart }) => client.port === server.port && apart <= TOGETHER)
    .sort((one, other) => one.apart - other.apart);
  const twins = new Map<string, string>();
  const taken = new Set<string>();
  for (const { client, server } of pairs) {
    if (twins.has(client.connection) || taken.has(server.connection)) continue;
    twins.set(client.connection, server.connection);
    taken.add(server.connection);
  }
  return twins;
}

function ownEnd(label: string, side: Opening['side'], underTest: Lifeline): Lifeline {
  if (/^(victim|bystander|invoker)\b/.test(label)) return 'invoker';
  if (/^(impostor-)?aef\b/.test(label)) return 'aef';
  if (/\bccf\b/i.test(label) || (side === 'client' && /CAPIF-3|notification/.test(label))) return 'ccf';
  // Whoever is a stranger to CAPIF is not the one that is tested.
  return underTest === 'invoker' ? 'ccf' : 'invoker';
}

function otherEnd(own: Lifeline, label: string, side: Opening['side'], underTest: Lifeline): Lifeline {
  const service = /service API/i.test(label);
  if (own === 'aef') return side === 'server' && service ? 'invoker' : 'ccf';
  if (own === 'ccf') return side === 'client' || underTest === 'aef' ? 'aef' : 'invoker';
  if (service) return 'aef';
  return underTest === 'aef' && !/CAPIF-1e|onboarding/.test(label) ? 'aef' : 'ccf';
}
