/** What the tap needs of a ClientHello or ServerHello (RFC 5246 7.4.1, RFC 8446 4.1). */
export interface Hello {
  readonly kind: 'client' | 'server';
  /** 32 bytes, hex; the key log names connections by the client's. */
  readonly random: string;
  readonly sessionId: Buffer;
  /** ServerHello only: the chosen cipher suite. */
  readonly suite: number | undefined;
  /** ServerHello only: the negotiated version, `supported_versions` considered. */
  readonly version: number | undefined;
}

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const SUPPORTED_VERSIONS = 43;

/** Reads a hello from the payload of a handshake record; undefined if the record holds something else. */
export function readHello(payload: Buffer): Hello | undefined {
  const type = payload[0];
  // type 1, length 3, version 2, random 32, session id length 1
  if ((type !== CLIENT_HELLO && type !== SERVER_HELLO) || payload.length < 39) return undefined;
  const random = payload.subarray(6, 38).toString('hex');
  const idLength = payload.readUInt8(38);
  const sessionId = Buffer.from(payload.subarray(39, 39 + idLength));
  if (type === CLIENT_HELLO) return { kind: 'client', random, sessionId, suite: undefined, version: undefined };
  const after = 39 + idLength;
  if (payload.length < after + 3) return undefined;
  const suite = payload.readUInt16BE(after);
  const version = selectedVersion(payload.subarray(after + 3)) ?? payload.readUInt16BE(4);
  return { kind: 'server', random, sessionId, suite, version };
}

/** The `supported_versions` extension of a ServerHello: the one version that the server chose. */
function selectedVersion(extensions: Buffer): number | undefined {
  let offset = 2;
  while (offset + 4 <= extensions.length) {
    const type = extensions.readUInt16BE(offset);
    const length = extensions.readUInt16BE(offset + 2);
    if (type === SUPPORTED_VERSIONS && length === 2 && offset + 6 <= extensions.length) {
      return extensions.readUInt16BE(offset + 4);
    }
    offset += 4 + length;
  }
  return undefined;
}
