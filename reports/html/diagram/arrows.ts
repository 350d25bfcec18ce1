/** From connections to arrows: handshakes, messages and endings, each placed at its step of the clause. */
import type { Entry, Timeline } from '../../../harness/evidence/timeline.ts';
import type { Lifeline, Link } from './lifelines.ts';
import { type ArrowRow, isOffboarding, type Look } from './rows.ts';

type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

/** The arrows of these connections, except what was said before the entry `from`, which is preparation. */
export function arrowsOf(timeline: Timeline, links: readonly Link[], from: number): ArrowRow[] {
  const offboarded = Math.min(...timeline.filter(isOffboarding).map(({ requestAt }) => requestAt));
  const requests = links
    .filter(isNotifying)
    .flatMap((link) => exchangesOn(timeline, link.connection).map((exchange) => exchange.requestAt));
  const since: Since = { offboarded, notified: Math.min(...requests) };
  return links.flatMap((link) => [
    ...beginning(timeline, link),
    ...messages(timeline, link).filter(({ seqs }) => seqs.some((seq) => seq >= from)),
    ...ending(timeline, link, since),
  ]);
}

/** When a teardown begins to mean something; infinity where it never does. */
interface Since {
  readonly offboarded: number;
  readonly notified: number;
}

function isNotifying({ client, server }: Link): boolean {
  return client === 'ccf' && server === 'aef';
}

/** A handshake, or what came instead of one. */
function beginning(timeline: Timeline, link: Link): ArrowRow[] {
  const entries = timeline.filter((entry) => 'connection' in entry && entry.connection === link.connection);
  const opened = entries.find(({ kind }) => kind === 'connection');
  const handshake = entries.find((entry): entry is Of<'handshake'> => entry.kind === 'handshake');
  const failed = entries.find((entry): entry is Of<'connect-failed'> => entry.kind === 'connect-failed');
  const arrow = (look: Look, entry: Entry, text: string): ArrowRow => ({
    shape: 'arrow',
    look,
    from: link.client,
    to: link.server,
    connection: link.connection,
    at: entry.at,
    seqs: [...seqsOf(opened), ...seqsOf(entry), ...twinSeqs(timeline, link, entry.kind)],
    caption: link.label,
    text,
  });
  if (handshake !== undefined) {
    const { version, resumed, peer } = handshake.facts;
    const known = peer.by === 'certificate' ? peer.subject : peer.by === 'psk' ? `PSK ${peer.identity}` : undefined;
    const text = [version, resumed && 'resumed', known].filter(Boolean).join(' · ');
    const carries = timeline.some((entry) => isOffboarding(entry) && entry.connection === link.connection);
    return [{ ...arrow('session', handshake, text), step: carries ? 0 : undefined }];
  }
  if (failed !== undefined) return [arrow('refused', failed, failed.failure.message)];
  if (opened === undefined || entries.some(({ kind }) => kind === 'exchange')) return [];
  const told = timeline.find((entry) => entry.kind === 'action' && entry.facts.connection === link.connection);
  return [arrow('request', opened, told?.kind === 'action' ? told.detail : 'a connection without a handshake')];
}

function messages(timeline: Timeline, link: Link): ArrowRow[] {
  const twins = link.twin === undefined ? [] : exchangesOn(timeline, link.twin);
  return exchangesOn(timeline, link.connection).flatMap((exchange, index): ArrowRow[] => {
    const { request, response, failure } = exchange;
    const [asks, answers] = isOffboarding(exchange)
      ? [2, 4]
      : isNotifying(link) && request.method === 'POST'
        ? [7, 10]
        : [undefined, undefined];
    const seqs = [exchange.seq, ...seqsOf(twins[index])];
    const common = { shape: 'arrow', connection: link.connection, seqs } as const;
    const { client, server } = link;
    const path = request.target.split('?')[0] ?? '';
    const sent: ArrowRow = {
      ...common,
      look: 'request',
      from: client,
      to: server,
      at: exchange.requestAt,
      step: asks,
      caption: link.label.split(':')[0] ?? '',
      text: `${request.method} ${tail(path)}`,
    };
    const answered = { ...common, from: server, to: client, at: exchange.responseAt ?? exchange.at, step: answers };
    if (failure !== undefined || response === undefined) {
      const head = response === undefined ? '' : `${response.status}, then `;
      return [
        sent,
        { ...answered, look: 'refused', caption: 'no whole answer', text: `${head}${failure?.message ?? 'cut off'}` },
      ];
    }
    const text = `${response.status}${response.body === '' ? '' : ` ${response.headers['content-type'] ?? ''}`}`;
    const isRefusal = answers === 10 && (response.status < 200 || response.status > 299);
    const instead = isRefusal ? 'Notification refused' : undefined;
    return [sent, { ...answered, look: 'response', caption: 'answer', text, instead }];
  });
}

/** All signs of an ending in one arrow, from whoever gave the first one. */
function ending(timeline: Timeline, link: Link, since: Since): ArrowRow[] {
  const ends = timeline
    .filter((entry): entry is Of<'end'> => entry.kind === 'end' && entry.connection === link.connection)
    .toSorted((one, other) => one.at - other.at || one.seq - other.seq);
  const [first] = ends;
  const shaken = timeline.some((entry) => entry.kind === 'handshake' && entry.connection === link.connection);
  if (first === undefined || !shaken) return [];
  const same = ends.filter(({ by }) => by === first.by);
  const [from, to] = first.by === 'self' ? [link.own, link.peer] : [link.peer, link.own];
  return [
    {
      shape: 'arrow',
      look: 'closing',
      from,
      to,
      connection: link.connection,
      at: first.at,
      step: teardownStep(link, from, first.at, since),
      seqs: [...ends.map(({ seq }) => seq), ...twinSeqs(timeline, link, 'end')],
      caption: `ends ${link.label}`,
      text: same.map(({ signal, alert }) => (alert === undefined ? SIGNALS[signal] : `alert ${alert.name}`)).join(', '),
    },
  ];
}

const SIGNALS = { close_notify: 'close_notify', fin: 'FIN', rst: 'RST', alert: 'alert' } as const;

/** A teardown of the clause: by the CCF after the request, by the AEF after the notification; never of a bystander's session. */
function teardownStep({ label, client, server }: Link, from: Lifeline, at: number, since: Since): number | undefined {
  if (client !== 'invoker' || label.startsWith('bystander') || from !== server) return undefined;
  if (server === 'ccf') return at >= since.offboarded ? 6 : undefined;
  return at >= since.notified ? 9 : undefined;
}

function exchangesOn(timeline: Timeline, connection: string): Of<'exchange'>[] {
  return timeline
    .filter((entry): entry is Of<'exchange'> => entry.kind === 'exchange' && entry.connection === connection)
    .toSorted((one, other) => one.requestAt - other.requestAt);
}

function twinSeqs(timeline: Timeline, { twin }: Link, kind: Entry['kind']): number[] {
  if (twin === undefined) return [];
  return timeline
    .filter((entry) => entry.kind === kind && 'connection' in entry && entry.connection === twin)
    .map(({ seq }) => seq);
}

function seqsOf(entry: Entry | undefined): number[] {
  return entry === undefined ? [] : [entry.seq];
}

/** The end of a path, which is what tells resources apart. */
function tail(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const end = segments.slice(-2).join('/');
  return segments.length > 2 ? `…/${end}` : path;
}
