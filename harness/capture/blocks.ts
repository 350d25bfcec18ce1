/** The blocks of a pcapng file that we write (draft-ietf-opsawg-pcapng), little-endian. */

const BlockType = {
  sectionHeader: 0x0a0d_0d0a,
  interfaceDescription: 1,
  enhancedPacket: 6,
  decryptionSecrets: 10,
} as const;
const OptionCode = { end: 0, comment: 1, application: 4, interfaceName: 2, interfaceDescription: 3, resolution: 9 };
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const LINK_TYPE_ETHERNET = 1;
/** `TLSK`: the secrets are a TLS key log in the NSS format. */
const TLS_KEY_LOG = 0x544c_534b;
/** Times are in units of 10⁻⁶ s. */
const MICROSECONDS = 6;
const LONGEST_OPTION = 0xffff;

type Option = readonly [code: number, value: string | Buffer];

/** Opens the file. */
export function sectionHeader(comment: string, application: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4);
  body.writeUInt16LE(0, 6);
  // Of unspecified length.
  body.writeBigInt64LE(-1n, 8);
  return block(BlockType.sectionHeader, [
    body,
    options([OptionCode.comment, comment], [OptionCode.application, application]),
  ]);
}

/** The one interface, of Ethernet frames with times in microseconds. */
export function interfaceDescription(name: string, description: string): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(LINK_TYPE_ETHERNET, 0);
  return block(BlockType.interfaceDescription, [
    body,
    options(
      [OptionCode.interfaceName, name],
      [OptionCode.interfaceDescription, description],
      [OptionCode.resolution, Buffer.of(MICROSECONDS)],
    ),
  ]);
}

/** The TLS key log, one line a secret. Must stand before the packets that need it. */
export function decryptionSecrets(lines: readonly string[]): Buffer {
  const log = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const body = Buffer.alloc(8);
  body.writeUInt32LE(TLS_KEY_LOG, 0);
  body.writeUInt32LE(log.length, 4);
  return block(BlockType.decryptionSecrets, [body, padded(log)]);
}

/** One packet. @param micros - Microseconds since 1970. */
export function enhancedPacket(frame: Buffer, micros: number, comment: string | undefined): Buffer {
  const body = Buffer.alloc(20);
  const time = BigInt(micros);
  // The first interface is number 0.
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
  body.writeUInt32LE(frame.length, 12);
  body.writeUInt32LE(frame.length, 16);
  const comments = comment === undefined ? NO_OPTIONS : options([OptionCode.comment, comment]);
  return block(BlockType.enhancedPacket, [body, padded(frame), comments]);
}

/** Type and length, the body, and the length again, so that a reader can go backwards. */
function block(type: number, parts: readonly Buffer[]): Buffer {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(length, 0);
  return Buffer.concat([head, ...parts, tail]);
}

const NO_OPTIONS = Buffer.alloc(0);

function options(...list: readonly Option[]): Buffer {
  const written = list.map(([code, value]) => {
    const content = Buffer.from(value).subarray(0, LONGEST_OPTION);
    const head = Buffer.alloc(4);
    head.writeUInt16LE(code, 0);
    head.writeUInt16LE(content.length, 2);
    return Buffer.concat([head, padded(content)]);
  });
  const end = Buffer.alloc(4);
  end.writeUInt16LE(OptionCode.end, 0);
  return Buffer.concat([...written, end]);
}

/** To a multiple of four octets. */
function padded(bytes: Buffer): Buffer {
  return bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}
