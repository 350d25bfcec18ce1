/** Writes what was captured as a pcapng file that Wireshark opens decrypted. Pure: traces in, octets out. */
import type { Micros } from '../../simulators/wire/facts.ts';
import type { Trace } from './archive.ts';
import { decryptionSecrets, enhancedPacket, interfaceDescription, sectionHeader } from './blocks.ts';
import { conversationsOf } from './conversations.ts';
import { frameOf } from './frame.ts';
import { segmentsOf } from './segments.ts';

export interface PcapngOptions {
  /** What the connections were for, e.g. the scenario's id; shown as the interface's name. */
  readonly name: string;
  readonly description: string;
  /** Who wrote the file, e.g. `capif-conformance 0.1.0`. */
  readonly application: string;
  /** Calendar time in microseconds since 1970 of a moment of the traces. */
  readonly calendar: (at: Micros) => number;
}

const WARNING =
  'Holds TLS secrets: whoever has this file reads everything in it. Drawn from what the TLS ends saw: octets, their order and times, and ' +
  'how each direction ended (FIN, RST) are real; Ethernet, the opening handshake of TCP, sequence numbers and segmentation are drawn to fit.';

/** The file: connections that were seen at both ends once, packets in order of time, the key log before the first of them. */
export function pcapngOf(traces: readonly Trace[], options: PcapngOptions): Buffer {
  const conversations = conversationsOf(traces);
  const secrets = conversations.flatMap((conversation) => conversation.secrets);
  const segments = conversations.flatMap(segmentsOf).toSorted((one, other) => one.at - other.at);
  return Buffer.concat([
    sectionHeader(WARNING, options.application),
    interfaceDescription(options.name, options.description),
    ...(secrets.length === 0 ? [] : [decryptionSecrets(secrets)]),
    ...segments.map((segment) => enhancedPacket(frameOf(segment), options.calendar(segment.at), segment.comment)),
  ]);
}
