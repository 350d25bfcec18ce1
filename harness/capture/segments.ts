/**
 * Draws the TCP segments of a conversation.
 *
 * The tap sees what TCP carried, not its segments: octets, in which order and when, and how each direction ended. Those are drawn as they
 * were. Drawn to fit are what a reader of packets needs around them: the three segments by which the connection opens, sequence numbers
 * (octets are counted from a made-up start), where a long write is cut, and the acknowledgement of a FIN that our end received.
 */
import type { Micros } from '../../simulators/wire/facts.ts';
import type { Conversation } from './conversations.ts';

export type Writer = 'client' | 'server';

/** TCP flags (RFC 9293 3.1). */
export const Flag = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

export interface Segment {
  readonly conversation: Conversation;
  readonly from: Writer;
  readonly flags: number;
  /** Modulo 2³², like `ack`. */
  readonly seq: number;
  readonly ack: number;
  readonly payload: Buffer;
  readonly at: Micros;
  /** For people. */
  readonly comment?: string | undefined;
}

/** Fits an Ethernet frame with the longer of the IP headers, so that other tools take the file as well. */
export const MAXIMUM_SEGMENT = 1440;
/** Far apart, so that a pair of ports that is used again does not look like a retransmission. */
const STARTS_APART = 0x0100_0001;
const NOTHING: Buffer = Buffer.alloc(0);

/** The segments of one conversation, in order. `index` tells conversations of one file apart. */
export function segmentsOf(conversation: Conversation, index: number): Segment[] {
  const { view, name, happenings } = conversation;
  const start = (STARTS_APART * (index + 1)) >>> 0;
  const sent: Record<Writer, number> = { client: start, server: start ^ 0x8000_0000 };
  const ended = new Set<Writer>();
  const segments: Segment[] = [];
  const add = (from: Writer, flags: number, at: Micros, payload: Buffer = NOTHING, comment?: string) => {
    const acknowledged = (flags & Flag.ack) === 0 ? 0 : sent[other(from)] >>> 0;
    segments.push({ conversation, from, flags, seq: sent[from] >>> 0, ack: acknowledged, payload, at, comment });
    sent[from] += payload.length + ((flags & (Flag.syn | Flag.fin)) === 0 ? 0 : 1);
  };

  add('client', Flag.syn, view.openedAt, NOTHING, name);
  add('server', Flag.syn | Flag.ack, view.openedAt);
  add('client', Flag.ack, view.openedAt);
  for (const happening of happenings) {
    const { by, at } = happening;
    const from = by === 'self' ? view.side : other(view.side);
    // What an engine still writes after its own FIN never reaches the wire.
    if (ended.has(from)) continue;
    if (happening.kind === 'bytes') {
      for (let offset = 0; offset < happening.bytes.length; offset += MAXIMUM_SEGMENT) {
        const part = happening.bytes.subarray(offset, offset + MAXIMUM_SEGMENT);
        const last = offset + part.length === happening.bytes.length;
        add(from, last ? Flag.ack | Flag.psh : Flag.ack, at, part);
      }
    } else if (happening.how === 'rst') {
      add(from, Flag.rst | Flag.ack, at, NOTHING, `RST by ${whose(conversation, by)}`);
      return segments;
    } else {
      add(from, Flag.fin | Flag.ack, at, NOTHING, `FIN by ${whose(conversation, by)}`);
      ended.add(from);
      // Our kernel acknowledges it; whether the peer's acknowledged ours, nobody tells us.
      if (by === 'peer') add(view.side, Flag.ack, at);
    }
  }
  return segments;
}

function whose({ view }: Conversation, by: 'peer' | 'self'): string {
  return by === 'self' ? `our end (${view.label})` : 'the peer';
}

function other(writer: Writer): Writer {
  return writer === 'client' ? 'server' : 'client';
}
