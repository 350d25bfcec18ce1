import { constants, createHash, type X509Certificate } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  DEFAULT_CIPHERS,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { captureOf } from './capture.ts';
import { UNREADABLE, WITHOUT_RSA_PSK } from './cipher.ts';
import { type EngineState, TappedClientSession } from './client-session.ts';
import { monotonicNow } from './clock.ts';
import { type Failure, WireError } from './facts.ts';
import { failureOf, timedOut } from './failure.ts';
import { nextConnection } from './names.ts';
import { readHandshake } from './peer.ts';
import { Recent } from './recent.ts';
import { Tap } from './tap.ts';
import type { ClientSession, ConnectOptions } from './types.ts';

const CONNECT_BOUND_MS = 5000;

/**
 * Opens a TCP connection and, unless `tls: false`, a TLS session on it.
 *
 * In TLS 1.3 a client is done before the server has looked at its certificate: a session counts as accepted only after a round trip.
 *
 * @throws {WireError} when the connection or handshake does not come about within `timeoutMs`; its `failure` says why.
 */
export async function connect(options: ConnectOptions): Promise<ClientSession> {
  const connection = nextConnection();
  const { host, port, label, observer } = options;
  const timeoutMs = options.timeoutMs ?? CONNECT_BOUND_MS;
  const engine: EngineState = { session: undefined, error: undefined };
  const socket = connectTcp({ host, port, allowHalfOpen: true });
  let session: TappedClientSession | undefined;
  const capture = captureOf({ connection, label, side: 'client' });
  const tap = new Tap(socket, {
    connection,
    side: 'client',
    capture,
    onEnd: (end) => {
      observer?.(end);
      session?.ended(end);
    },
  });
  socket.once('connect', () => {
    const at = monotonicNow();
    capture?.opened(socket, at);
    observer?.({
      kind: 'connection',
      connection,
      label,
      side: 'client',
      host,
      port,
      tls: options.tls !== false,
      at,
    });
  });
  return new Promise((resolve, reject) => {
    let settled = false;
    const fail = (failure: Failure) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      tap.destroy();
      observer?.({ kind: 'connect-failed', connection, label, side: 'client', failure, at: monotonicNow() });
      reject(new WireError(connection, failure));
    };
    const timer = setTimeout(() => fail(timedOut(`connecting to ${host}:${port}`, timeoutMs)), timeoutMs);
    const succeed = (opened: TappedClientSession) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      session = opened;
      resolve(opened);
    };
    const onError = (error: Error) => {
      engine.error = error;
      fail(failureOf(error, tap));
    };
    tap.on('error', onError);
    if (options.tls === false) {
      socket.once('connect', () => succeed(new TappedClientSession(connection, tap, tap, engine, options, undefined)));
      return;
    }
    const engaged = secureOr(fail, tap, options);
    if (engaged === undefined) return;
    const { secured, leaf } = engaged;
    tap.suiteFrom(() => secured.getCipher()?.standardName);
    secured.on('keylog', (line) => tap.keylog.add(line));
    secured.on('session', (data) => {
      engine.session = data;
    });
    secured.on('error', onError);
    secured.once('close', () =>
      fail(failureOf(engine.error ?? new Error('the connection ended during the handshake'), tap)),
    );
    secured.once('secureConnect', () => {
      // External PSK in TLS 1.3 would claim a reused session on its first handshake; PSK is pinned to 1.2 here.
      const handshake = readHandshake(secured, undefined, secured.isSessionReused(), leaf());
      observer?.({ kind: 'handshake', connection, facts: handshake.facts, at: monotonicNow() });
      succeed(new TappedClientSession(connection, tap, secured, engine, options, handshake));
    });
  });
}

/** {@link secure}, or a failure that is told: a certificate that somebody issued need not be one, or be for another key. */
function secureOr(
  fail: (failure: Failure) => void,
  tap: Tap,
  options: ConnectOptions,
): ReturnType<typeof secure> | undefined {
  try {
    return secure(tap, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail({ cause: 'other', message: `TLS cannot use the certificate that is to be shown, or its key (${reason})` });
    return undefined;
  }
}

/** A TLS client on the tap, and what the server's leaf certificate is, once there is one. */
function secure(tap: Tap, options: ConnectOptions): { secured: TLSSocket; leaf: () => X509Certificate | undefined } {
  const { psk, verify } = options;
  const servername = options.servername ?? options.host;
  let certificate: X509Certificate | undefined;
  const leaf = (): X509Certificate | undefined => {
    certificate ??= secured.getPeerX509Certificate();
    return certificate;
  };
  const secured: TLSSocket = connectTls({
    socket: tap,
    // SNI carries names only (RFC 6066 3).
    servername: isAddress(servername) ? '' : servername,
    ALPNProtocols: [...(options.alpn ?? ['http/1.1'])],
    secureContext: contextFor(options),
    ...(options.resume === undefined ? {} : { session: options.resume }),
    ...(psk === undefined
      ? {
          rejectUnauthorized: verify !== 'nothing',
          checkServerIdentity: () => identityProblem(leaf(), servername, verify),
        }
      : {
          pskCallback: () => ({ psk: psk.key, identity: psk.identity }),
          checkServerIdentity: () => undefined,
        }),
  });
  // Node takes the whole chain apart to hand it to checkServerIdentity, for a quarter of what the handshake costs; that looks at the leaf.
  Object.defineProperty(secured, 'getPeerCertificate', { value: () => ({}) });
  return { secured, leaf };
}

/** Why the certificate, whose chain is verified, is not that of the server that was meant; undefined when it is. */
function identityProblem(
  certificate: X509Certificate | undefined,
  servername: string,
  verify: ConnectOptions['verify'] = 'host',
): Error | undefined {
  if (verify === 'chain' || verify === 'nothing' || certificate === undefined) return undefined;
  if (verify === 'host') {
    const certified = isAddress(servername)
      ? certificate.checkIP(servername)
      : certificate.checkHost(servername, { subject: 'never', partialWildcards: false });
    // Node's own check is the judge, and words the refusal; it need not be asked where OpenSSL's, which is no laxer, is content.
    return certified === undefined ? checkServerIdentity(servername, certificate.toLegacyObject()) : undefined;
  }
  const name = String(certificate.toLegacyObject().subject?.CN ?? '');
  return verify(name)
    ? undefined
    : Object.assign(new Error(`the certificate is ${name}'s`), { code: 'CERT_WRONG_SUBJECT' });
}

/** Parsing certificates and keys costs as much as a handshake, and a node uses the same ones again and again. */
const contexts = new Recent<SecureContext>(64);

function contextFor(options: ConnectOptions): SecureContext {
  const { psk, identity, trust = [], tickets } = options;
  const settings: SecureContextOptions = {
    minVersion: options.minVersion ?? 'TLSv1.2',
    maxVersion: psk === undefined ? (options.maxVersion ?? 'TLSv1.3') : 'TLSv1.2',
    secureOptions: tickets === false ? constants.SSL_OP_NO_TICKET : 0,
    ...(psk === undefined
      ? { ca: [...trust], ciphers: `${DEFAULT_CIPHERS}:${UNREADABLE}` }
      : { ciphers: `PSK:${UNREADABLE}:${WITHOUT_RSA_PSK}` }),
    ...(psk === undefined && identity !== undefined ? { cert: identity.certificate, key: identity.key } : {}),
  };
  const key = createHash('sha256').update(JSON.stringify(settings)).digest('base64');
  return contexts.of(key, () => createSecureContext(settings));
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
