/** Reads pcapng files of Ethernet frames with TCP, from the specifications and not from the writer: what it does not expect, it throws at. */

export interface ReadPacket {
  readonly micros: bigint;
  readonly comment: string | undefined;
  readonly family: 4 | 6;
  /** `address:port`, addresses as plain hexadecimal. */
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly payload: Buffer;
  readonly frameLength: number;
}

export interface ReadFile {
  readonly comment: string | undefined;
  readonly application: string | undefined;
  readonly interfaceName: string | undefined;
  readonly interfaceDescription: string | undefined;
  /** The TLS key log, undefined when there is none. */
  readonly keyLog: string | undefined;
  /** Types of the blocks, in order, a run of packets as one. */
  readonly order: readonly string[];
  readonly packets: readonly ReadPacket[];
}

const NAMES: Readonly<Record<number, string>> = { 168627466: 'section', 1: 'interface', 6: 'packet', 10: 'secrets' };

export function readPcapng(file: Buffer): ReadFile {
  const found = { section: new Map<number, Buffer>(), interface: new Map<number, Buffer>() };
  const order: string[] = [];
  const packets: ReadPacket[] = [];
  let keyLog: string | undefined;
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    must(length % 4 === 0 && file.readUInt32LE(at + length - 4) === length, `lengths of the block at ${at}`);
    const name = NAMES[file.readUInt32LE(at)] ?? `type ${file.readUInt32LE(at)}`;
    const body = file.subarray(at + 8, at + length - 4);
    at += length;
    if (order.at(-1) !== name) order.push(name);
    if (name === 'section') {
      must(body.subarray(0, 16).toString('hex') === '4d3c2b1a01000000ffffffffffffffff', 'section header');
      found.section = options(body.subarray(16));
    } else if (name === 'interface') {
      must(body.readUInt16LE(0) === 1, 'link type');
      found.interface = options(body.subarray(8));
      must(found.interface.get(9)?.readUInt8(0) === 6, 'resolution');
    } else if (name === 'secrets') {
      must(body.toString('latin1', 0, 4) === 'KSLT', 'type of secrets');
      keyLog = body.toString('utf8', 8, 8 + body.readUInt32LE(4));
    } else if (name === 'packet') packets.push(packet(body));
  }
  const text = (value: Buffer | undefined) => value?.toString();
  return {
    comment: text(found.section.get(1)),
    application: text(found.section.get(4)),
    interfaceName: text(found.interface.get(2)),
    interfaceDescription: text(found.interface.get(3)),
    keyLog,
    order,
    packets,
  };
}

function packet(body: Buffer): ReadPacket {
  must(body.readUInt32LE(0) === 0, 'number of the interface');
  const length = body.readUInt32LE(12);
  must(length === body.readUInt32LE(16), 'packets are whole');
  const rest = options(body.subarray(20 + Math.ceil(length / 4) * 4));
  const micros = (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8));
  return { micros, comment: rest.get(1)?.toString(), frameLength: length, ...frame(body.subarray(20, 20 + length)) };
}

function frame(bytes: Buffer): Omit<ReadPacket, 'micros' | 'comment' | 'frameLength'> {
  const type = bytes.readUInt16BE(12);
  must(type === 0x0800 || type === 0x86dd, 'ether type');
  const ip = bytes.subarray(14);
  const family = type === 0x0800 ? 4 : 6;
  const [headLength, size, protocol] =
    family === 4 ? [20, ip.readUInt16BE(2) - 20, ip.readUInt8(9)] : [40, ip.readUInt16BE(4), ip.readUInt8(6)];
  must(ip.readUInt8(0) >> 4 === family && protocol === 6 && ip.length === headLength + size, 'IP header');
  if (family === 4) must(ip.readUInt8(0) === 0x45 && onesComplementSum(ip.subarray(0, 20)) === 0xffff, 'IP checksum');
  const [first, second, end] = family === 4 ? [12, 16, 20] : [8, 24, 40];
  const addresses = ip.subarray(first, end);
  const tcp = ip.subarray(headLength);
  const pseudo = Buffer.concat([addresses, Buffer.from([0, 6, tcp.length >> 8, tcp.length & 255])]);
  const even = tcp.length % 2 === 0 ? tcp : Buffer.concat([tcp, Buffer.alloc(1)]);
  must(onesComplementSum(Buffer.concat([pseudo, even])) === 0xffff, 'TCP checksum');
  const end4 = (tcp.readUInt8(12) >> 4) * 4;
  return {
    family,
    from: `${ip.toString('hex', first, second)}:${tcp.readUInt16BE(0)}`,
    to: `${ip.toString('hex', second, end)}:${tcp.readUInt16BE(2)}`,
    seq: tcp.readUInt32BE(4),
    ack: tcp.readUInt32BE(8),
    flags: tcp.readUInt8(13),
    payload: tcp.subarray(end4),
  };
}

function options(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const code = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (code === 0) {
      must(at + 4 === bytes.length && length === 0, 'end of options');
      return found;
    }
    found.set(code, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  must(bytes.length === 0, 'options without an end');
  return found;
}

function onesComplementSum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += bytes.readUInt16BE(at);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not as the specification has it: ${what}`);
}
