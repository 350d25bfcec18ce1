/**
 * What a page shows only when somebody asks for it, packed into it: timelines, each entry as one line and, to be opened, its details.
 *
 * Only what is shown is packed, and long bodies are cut with a note; the files under `evidence/` have all of it.
 */
import { deflateSync } from 'node:zlib';
import type { RunRecord } from '../../harness/evidence/run-record.ts';
import type { Entry } from '../../harness/evidence/timeline.ts';
import { since } from './diagram/time.ts';

/** `[seq, time, step, kind, headline, details]`; all text, to be shown as text. */
export type PackedEntry = readonly [number, string, number, string, string, string];

/** Bodies are cut after this many characters. */
const LONGEST_BODY = 700;

/** No more entries of one recording, half from its beginning and half from its end, beside those that a check cites. */
const MOST_ENTRIES = 2000;

/** One playing's timeline as far as a page carries it; times count from `zero`, in µs. */
export function packedEntries({ timeline, steps }: RunRecord, zero: number): PackedEntry[] {
  const cited = new Set(steps.flatMap(({ checks }) => checks.flatMap(({ evidence }) => evidence)));
  const isKept = ({ seq }: Entry, index: number) =>
    index < MOST_ENTRIES / 2 || index >= timeline.length - MOST_ENTRIES / 2 || cited.has(seq);
  return timeline
    .filter(isKept)
    .map((entry) => [entry.seq, since(zero, entry.at), entry.step, entry.kind, headlineOf(entry), detailsOf(entry)]);
}

/** What a page unpacks when somebody opens a playing. */
export interface Packed {
  readonly entries: readonly PackedEntry[];
  /** SVG; absent where the page shows it from the start. */
  readonly diagram?: string | undefined;
}

/** The playings in their order as JSON, deflated (zlib) and in base64: it holds no character that HTML minds. */
export function packed(plays: readonly Packed[]): string {
  return deflateSync(JSON.stringify(plays), { level: 9 }).toString('base64');
}

function headlineOf(entry: Entry): string {
  switch (entry.kind) {
    case 'connection':
      return `${entry.connection} ${entry.label}: ${entry.side === 'client' ? 'opened to' : 'accepted at'} ${entry.host}:${entry.port}`;
    case 'handshake':
      return `${entry.connection} ${entry.facts.version} ${entry.facts.cipher}${entry.facts.resumed ? ', resumed' : ''}`;
    case 'connect-failed':
      return `${entry.connection} ${entry.label}: ${entry.failure.cause}, ${entry.failure.message}`;
    case 'end':
      return `${entry.connection} ended by ${entry.by === 'peer' ? 'the peer' : 'us'}: ${entry.alert?.name ?? entry.signal}`;
    case 'exchange':
      return `${entry.connection} ${entry.request.method} ${entry.request.target} → ${entry.response?.status ?? entry.failure?.cause ?? ''}`;
    case 'probe':
      return `${entry.probe} (${entry.subject}, ${entry.phase}) ${entry.outcome}: ${entry.seen}`;
    case 'action':
      return `${entry.action} (${entry.subject})${entry.ok ? '' : ' did not succeed'}: ${entry.detail}`;
    case 'wait':
      return `${entry.awaited}: ${entry.seen ? 'seen' : 'not seen'} within ${entry.waitedMs} of ${entry.boundMs} ms`;
    case 'contract':
      return `a message of ${entry.ours ? 'the harness' : 'the target'} breaks ${entry.schema}`;
    case 'hook':
      return `${entry.hook} ${entry.ok ? 'succeeded' : 'failed'} after ${entry.durationMs} ms`;
    case 'residue':
      return `${entry.credential} of ${entry.subject} (${entry.phase}): found at places: ${entry.places.length}`;
    case 'tolerated':
      return `tolerated to proceed: ${entry.id}`;
    case 'fault':
      return entry.message;
    default:
      return 'an entry of a kind that this report does not know';
  }
}

function detailsOf(entry: Entry): string {
  if (entry.kind !== 'exchange') {
    const { kind: _kind, seq: _seq, at: _at, step: _step, ...facts } = entry;
    return cut(JSON.stringify(facts, null, 1));
  }
  const { request, response, failure } = entry;
  const answer =
    response === undefined ? '' : `\n\n${response.status}\n${headersOf(response.headers)}${bodyOf(response.body)}`;
  const end = failure === undefined ? '' : `\n\n${failure.cause}: ${failure.message}`;
  return `${request.method} ${request.target}\n${headersOf(request.headers)}${bodyOf(request.body)}${answer}${end}`;
}

function headersOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${cut(value)}`)
    .join('\n');
}

function bodyOf(body: string): string {
  return body === '' ? '' : `\n\n${cut(body)}`;
}

/** Certificates and requests are long and say nothing to the eye. */
const PEM = /(-----BEGIN ([A-Z0-9 ]+)-----)([\s\S]*?)(-----END \2-----)/g;

function cut(text: string): string {
  const short = text.replace(
    PEM,
    (_whole, begin, _name, content, end) => `${begin}(${content.length} characters)${end}`,
  );
  if (short.length <= LONGEST_BODY) return short;
  return `${short.slice(0, LONGEST_BODY)}\n… cut after ${LONGEST_BODY} of ${short.length} characters; the file of the evidence has all of it`;
}
