import { constants } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { bind } from './bind.ts';
import { captureOf } from './capture.ts';
import { UNREADABLE, WITHOUT_RSA_PSK } from './cipher.ts';
import { monotonicNow } from './clock.ts';
import type { Failure, HandshakeFacts } from './facts.ts';
import { createHttpEngine } from './http-server.ts';
import { clientRandomOf } from './keylog.ts';
import { nextConnection } from './names.ts';
import { readHandshake } from './peer.ts';
import { SessionStore } from './resumption.ts';
import { AcceptedConnection } from './server-connection.ts';
import { readSslSession } from './ssl-session.ts';
import { Tap } from './tap.ts';
import type { Listener, ListenOptions, TlsIdentity } from './types.ts';

const CLOSE_BOUND_MS = 1000;
const ALERTS = {
  handshakeFailure: 40,
  certificateRevoked: 44,
  certificateExpired: 45,
  unknownCa: 48,
  certificateRequired: 116,
} as const;

/**
 * Listens on a TCP port and serves HTTP over TLS on it (plain HTTP without `identity`).
 *
 * @throws {Error} of the system, e.g. with code EADDRINUSE, when it cannot; `NoFreePort` when none of several ports is free.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { label, observer } = options;
  const open = new Map<Tap, AcceptedConnection | undefined>();
  const engine = createHttpEngine(options);
  const tls = options.identity === undefined ? undefined : createTlsEnd(options, open, engine.serve);
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => accept(socket));

  function accept(socket: Socket): void {
    const connection = nextConnection();
    // Our own address: asking for the peer's would spoil the tap's way to tell an RST.
    const where = { host: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    const at = monotonicNow();
    const capture = captureOf({ connection, label, side: 'server' });
    capture?.opened(socket, at);
    const tap = new Tap(socket, {
      connection,
      side: 'server',
      capture,
      onEnd: (end) => {
        observer?.(end);
        if (end.by !== 'peer' || end.signal === 'close_notify') return;
        // A client that leaves during the handshake leaves an engine that waits for ever, and so does one of HTTP/2.
        const accepted = open.get(tap);
        setImmediate(() => (accepted === undefined && tls !== undefined ? tap.destroy() : accepted?.end()));
      },
      onClientHello: (random) => tls?.expect(random, tap, connection),
    });
    open.set(tap, undefined);
    observer?.({
      kind: 'connection',
      connection,
      label,
      side: 'server',
      ...where,
      tls: tls !== undefined,
      at,
    });
    // The tap tells how it ended; an error event without a listener would end the process.
    tap.on('error', () => {});
    tap.once('close', () => {
      const refused = tls !== undefined && open.get(tap) === undefined;
      if (refused)
        observer?.({
          kind: 'connect-failed',
          connection,
          label,
          side: 'server',
          failure: refusal(tap),
          at: monotonicNow(),
        });
      open.delete(tap);
    });
    if (tls === undefined) {
      const accepted = new AcceptedConnection(connection, tap, tap, undefined);
      open.set(tap, accepted);
      options.onConnection?.(accepted);
      engine.serve(accepted, tap, false);
    } else tls.secure(tap);
  }

  await bind(server, options.host ?? '127.0.0.1', [options.port ?? 0].flat());
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    connections: () => [...open.values()].filter((connection) => connection !== undefined),
    forgetSessions: (peer) => tls?.store.forget(peer),
    setCrls: (crls) => tls?.setCrls(crls),
    setIdentity(identity) {
      tls?.setIdentity(identity);
      if (tls !== undefined) for (const connection of open.values()) connection?.end();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      engine.close();
      for (const connection of open.values()) connection?.end();
      const timer = setTimeout(() => {
        for (const tap of open.keys()) tap.destroy();
      }, CLOSE_BOUND_MS / 2);
      for (const [tap, connection] of open) if (connection === undefined) tap.destroy();
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Why a connection ended before its handshake was complete, from our end's view. */
function refusal(tap: Tap): Failure {
  const alert = tap.ends.find((end) => end.signal === 'alert');
  if (alert?.by === 'peer')
    return { cause: 'alert', alert: alert.alert, message: `the client refused with alert ${alert.alert?.name}` };
  if (alert !== undefined)
    return { cause: 'alert', alert: alert.alert, message: `our end refused with alert ${alert.alert?.name}` };
  if (tap.foreign) return { cause: 'not-tls', message: 'the client does not speak TLS' };
  return { cause: 'closed', message: 'the connection ended during the handshake' };
}

type Serve = (connection: AcceptedConnection, stream: TLSSocket, http2: boolean) => void;

/** The TLS engine of a listener; it never listens itself, connections are handed to it through their taps. */
function createTlsEnd(options: ListenOptions, open: Map<Tap, AcceptedConnection | undefined>, serve: Serve) {
  const expected = new Map<string, { tap: Tap; connection: string }>();
  const bySocket = new WeakMap<TLSSocket, { tap: Tap; connection: string }>();
  const identities = new WeakMap<TLSSocket, string>();
  const server = createTlsServer(tlsOptions(options, (socket, identity) => identities.set(socket, identity)));
  const store = new SessionStore(server, options.resumption !== false);
  let shown = options;
  const show = (change: Pick<ListenOptions, 'identity' | 'crls'>) => {
    shown = { ...shown, ...change };
    server.setSecureContext(contextOptions(shown));
  };
  // A key log line names its connection by the client random, which the tap read: so engine and tap find each other.
  server.on('keylog', (line, socket) => {
    const random = clientRandomOf(line) ?? '';
    const found = bySocket.get(socket) ?? expected.get(random);
    if (found === undefined) return;
    expected.delete(random);
    bySocket.set(socket, found);
    found.tap.suiteFrom(() => socket.getCipher()?.standardName);
    found.tap.keylog.add(line);
  });
  server.on('tlsClientError', () => {}); // the tap tells
  server.on('secureConnection', (socket) => {
    const found = bySocket.get(socket);
    if (found === undefined) return void socket.destroy();
    socket.on('error', () => {}); // the tap tells
    const sessionId = readSslSession(socket.getSession() ?? Buffer.alloc(0))?.sessionId;
    const resumed = socket.isSessionReused();
    const known = resumed && sessionId !== undefined ? store.peerOf(sessionId) : undefined;
    // A resumed PSK session calls no pskCallback: whose it is, only the store knows.
    const overPsk = /(^|-)PSK-/.test(socket.getCipher().name);
    const handshake = readHandshake(socket, overPsk ? (identities.get(socket) ?? known ?? '') : undefined, resumed);
    const { facts } = handshake;
    const peer =
      facts.peer.by === 'certificate' ? facts.peer.fingerprint : facts.peer.by === 'psk' ? facts.peer.identity : '';
    if (sessionId !== undefined && peer !== '') store.bind(sessionId, peer);
    const accepted = new AcceptedConnection(found.connection, found.tap, socket, handshake);
    const refusing = options.clientCertificate === 'required' ? refusalAlert(socket, facts) : undefined;
    if (refusing !== undefined) {
      accepted.alert(refusing);
      return;
    }
    open.set(found.tap, accepted);
    options.observer?.({ kind: 'handshake', connection: found.connection, facts, at: monotonicNow() });
    options.onConnection?.(accepted);
    if (!socket.destroyed) serve(accepted, socket, facts.alpn === 'h2');
  });
  return {
    store,
    expect: (random: string, tap: Tap, connection: string) => {
      expected.set(random, { tap, connection });
      tap.once('close', () => expected.delete(random));
    },
    secure: (tap: Tap) => server.emit('connection', tap),
    setCrls: (crls: readonly string[]) => show({ crls }),
    setIdentity(identity: TlsIdentity) {
      show({ identity });
      store.forgetAll();
    },
  };
}

/** The alert for a client certificate that is missing or does not verify; undefined for one that does. */
function refusalAlert(socket: TLSSocket, { version, peer }: HandshakeFacts): number | undefined {
  if (peer.by === 'psk' || (peer.by === 'certificate' && peer.verified)) return undefined;
  if (peer.by === 'nothing') return version === 'TLSv1.3' ? ALERTS.certificateRequired : ALERTS.handshakeFailure;
  const reason = String(socket.authorizationError ?? '');
  if (reason.includes('REVOKED')) return ALERTS.certificateRevoked;
  return reason.includes('EXPIRED') ? ALERTS.certificateExpired : ALERTS.unknownCa;
}

function tlsOptions(options: ListenOptions, onIdentity: (socket: TLSSocket, identity: string) => void): TlsOptions {
  const { clientCertificate, psk } = options;
  return {
    ...contextOptions(options),
    ALPNProtocols: options.http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
    requestCert: clientCertificate !== undefined && clientCertificate !== 'none',
    // Node would drop an unverified client without a word; `required` refuses it by the alert that TLS has for it.
    rejectUnauthorized: false,
    handshakeTimeout: 5000,
    ...(psk === undefined
      ? {}
      : {
          pskCallback(socket: TLSSocket, identity: string) {
            onIdentity(socket, identity);
            return psk(identity) ?? null;
          },
        }),
  };
}

function contextOptions(options: ListenOptions): TlsOptions {
  const old = options.minVersion === 'TLSv1' || options.minVersion === 'TLSv1.1';
  const usual = options.psk === undefined ? 'DEFAULT' : `DEFAULT:PSK:${WITHOUT_RSA_PSK}`;
  const ciphers = options.ciphers ?? `${usual}:${UNREADABLE}`;
  // With tickets a PSK session resumes without anybody knowing whose it is; session IDs stay, for TLS 1.2.
  const noTicket = options.resumption === false || options.psk !== undefined;
  return {
    ...(options.identity === undefined ? {} : { cert: options.identity.certificate, key: options.identity.key }),
    ...(options.trust === undefined ? {} : { ca: [...options.trust] }),
    ...(options.crls === undefined || options.crls.length === 0 ? {} : { crl: [...options.crls] }),
    minVersion: options.minVersion ?? 'TLSv1.2',
    maxVersion: options.maxVersion ?? 'TLSv1.3',
    ciphers: old ? `${ciphers}@SECLEVEL=0` : ciphers,
    secureOptions: noTicket ? constants.SSL_OP_NO_TICKET : 0,
  };
}
