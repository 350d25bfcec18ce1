import { connect as connectTcp, isIP } from 'node:net';
import { readAlert } from './alerts.ts';
import { captureOf } from './capture.ts';
import { monotonicNow } from './clock.ts';
import { randomToken } from './dice.ts';
import type { ConnectionId, Failure, TlsAlert, WireObserver } from './facts.ts';
import { failureOf, timedOut } from './failure.ts';
import { readHello } from './hello.ts';
import { nextConnection } from './names.ts';
import { ContentType, RecordReader } from './records.ts';

/** What a server does with a ClientHello that offers nothing newer than an outdated version. */
export interface LegacyAnswer {
  readonly connection: ConnectionId;
  /** `accepted`: a ServerHello of that version or older. `refused`: an alert, or an orderly or abrupt end. `unknown`: nothing that tells. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly alert?: TlsAlert | undefined;
  /** For people, e.g. `alert protocol_version`. */
  readonly seen: string;
}

const VERSIONS = { TLSv1: 0x0301, 'TLSv1.1': 0x0302 } as const;

/**
 * Every suite with a certificate that servers of that age may have: ECDHE, DHE and RSA with AES, 3DES, CAMELLIA and SEED in CBC; and the signalling
 * value of RFC 5746. A server that finds none among them says handshake_failure, as it does for the version.
 */
const SUITES = [
  ...[0xc00a, 0xc014, 0xc009, 0xc013, 0xc008, 0xc012],
  ...[0x0039, 0x0038, 0x0033, 0x0032, 0x0016, 0x0013, 0x0088, 0x0087, 0x0045, 0x0044, 0x009a, 0x0099],
  ...[0x0035, 0x002f, 0x000a, 0x0084, 0x0041, 0x0096],
  0x00ff,
];
/** P-256, P-384, P-521, X25519, X448. */
const GROUPS = [0x0017, 0x0018, 0x0019, 0x001d, 0x001e];

/**
 * Sends the ClientHello of an outdated TLS version, byte by byte our own, so that no policy of the local OpenSSL decides.
 * Never rejects.
 */
export function offerLegacyVersion(options: {
  readonly host: string;
  readonly port: number;
  readonly version: keyof typeof VERSIONS;
  readonly label: string;
  /** Name to ask for (SNI), where a proxy chooses by it. Addresses are not sent. */
  readonly servername?: string | undefined;
  readonly timeoutMs?: number;
  readonly observer?: WireObserver | undefined;
}): Promise<LegacyAnswer> {
  const { host, port, label, observer, version } = options;
  const connection = nextConnection();
  const timeoutMs = options.timeoutMs ?? 5000;
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port });
    const capture = captureOf({ connection, label, side: 'client' });
    const reader = new RecordReader();
    const finish = (answer: Omit<LegacyAnswer, 'connection'>, failure?: Failure) => {
      clearTimeout(timer);
      socket.removeAllListeners('close');
      capture?.finished('self', 'fin');
      capture?.closed();
      socket.destroy();
      if (failure !== undefined)
        observer?.({ kind: 'connect-failed', connection, label, side: 'client', failure, at: monotonicNow() });
      resolve({ connection, ...answer });
    };
    const unknown = (failure: Failure) => finish({ outcome: 'unknown', seen: failure.message }, failure);
    const timer = setTimeout(() => unknown(timedOut('the answer to the ClientHello', timeoutMs)), timeoutMs);
    socket.once('connect', () => {
      const at = monotonicNow();
      capture?.opened(socket, at);
      observer?.({ kind: 'connection', connection, label, side: 'client', host, port, tls: true, at });
      const hello = clientHello(VERSIONS[version], options.servername ?? host);
      capture?.bytes('self', hello, at);
      socket.write(hello);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') {
        capture?.finished('peer', 'rst');
        finish({ outcome: 'refused', seen: 'connection reset' });
      } else unknown(failureOf(error));
    });
    socket.once('close', () => finish({ outcome: 'refused', seen: 'connection closed' }));
    socket.once('end', () => capture?.finished('peer', 'fin'));
    socket.on('data', (chunk) => {
      const at = monotonicNow();
      capture?.bytes('peer', chunk, at);
      for (const record of reader.push(chunk, at)) {
        const alert = record.type === ContentType.alert ? readAlert(record.payload) : undefined;
        if (alert !== undefined) {
          const outcome = REFUSALS.has(alert.name) ? 'refused' : 'unknown';
          return finish({ outcome, alert, seen: `alert ${alert.name}` });
        }
        const hello = record.type === ContentType.handshake ? readHello(record.payload) : undefined;
        if (hello?.version !== undefined)
          return finish({ outcome: 'accepted', seen: `ServerHello of version 0x0${hello.version.toString(16)}` });
      }
      if (reader.foreign) unknown({ cause: 'not-tls', message: 'what answers there does not speak TLS' });
    });
  });
}

/**
 * Alerts by which a server says that what was offered is not good enough; any other is about something else. OpenSSL 3 says internal_error where a
 * configuration lists the version and its security level has no signature for it (`no suitable signature algorithm`): nobody gets a session of that version.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'protocol_version',
  'handshake_failure',
  'insufficient_security',
  'internal_error',
]);

/** A ClientHello record with EC groups, point formats and no supported_versions: `version` is the newest it knows. */
function clientHello(version: number, name: string): Buffer {
  const suites = Buffer.concat(SUITES.map(uint16));
  const groups = extension(10, Buffer.concat([uint16(2 * GROUPS.length), ...GROUPS.map(uint16)]));
  const formats = extension(11, Buffer.of(1, 0));
  const extensions = Buffer.concat([serverName(name), groups, formats]);
  const random = Buffer.from(randomToken(32), 'hex');
  const body = Buffer.concat([
    uint16(version),
    random,
    Buffer.of(0), // no session ID
    uint16(suites.length),
    suites,
    Buffer.of(1, 0), // compression: null
    uint16(extensions.length),
    extensions,
  ]);
  const handshake = Buffer.concat([Buffer.of(1, 0), uint16(body.length), body]);
  return Buffer.concat([Buffer.of(ContentType.handshake), uint16(0x0301), uint16(handshake.length), handshake]);
}

/** The server_name extension (RFC 6066 3); nothing for an address, which it does not carry. */
function serverName(name: string): Buffer {
  if (isIP(name) !== 0) return Buffer.alloc(0);
  const bytes = Buffer.from(name);
  const entry = Buffer.concat([Buffer.of(0), uint16(bytes.length), bytes]);
  return extension(0, Buffer.concat([uint16(entry.length), entry]));
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16(type), uint16(data.length), data]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 255);
}
