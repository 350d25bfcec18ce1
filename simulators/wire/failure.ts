import { alertOfError } from './alerts.ts';
import type { ConnectionEnd, Failure } from './facts.ts';

/** What the wire showed beside the error: the tap's signs of ending, and whether the peer's bytes were TLS at all. */
export interface WireSigns {
  readonly ends: readonly ConnectionEnd[];
  readonly foreign: boolean;
}

const NO_SIGNS: WireSigns = { ends: [], foreign: false };

/** OpenSSL's and Node's reasons for our own end rejecting a certificate. */
const UNTRUSTED =
  /^(UNABLE_TO_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME|ERR_CERTIFICATE|INVALID_PURPOSE)/;

/**
 * Classifies an error of a socket by what the wire showed. The peer's own signs decide before our library's words, for an alert
 * read on the wire is a fact and an error text is an interpretation of it.
 */
export function failureOf(error: NodeJS.ErrnoException, signs: WireSigns = NO_SIGNS): Failure {
  const { code, message } = error;
  const peer = signs.ends.find((end) => end.by === 'peer');
  const alert = signs.ends.find((end) => end.by === 'peer' && end.signal === 'alert')?.alert ?? alertOfError(error);
  if (code !== undefined && UNTRUSTED.test(code)) return { cause: 'untrusted', code, message };
  if (alert !== undefined)
    return { cause: 'alert', alert, code, message: `the peer sent TLS alert ${alert.name} (${alert.code})` };
  if (code === 'ECONNREFUSED')
    return { cause: 'connection-refused', code, message: 'nobody listens there (connection refused)' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { cause: 'unresolved', code, message: 'the host name has no address' };
  if (signs.foreign || code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return { cause: 'not-tls', code, message: 'what answers there does not speak TLS' };
  }
  if (peer?.signal === 'rst' || code === 'ECONNRESET') {
    // Node says ECONNRESET for a mere FIN during the handshake too; the tap knows better.
    const closed = peer !== undefined && peer.signal !== 'rst';
    return closed ? closedByPeer(code) : { cause: 'reset', code, message: 'the peer reset the connection (RST)' };
  }
  if (peer !== undefined) return closedByPeer(code);
  if (code === 'ERR_HTTP2_INVALID_SESSION' || code === 'ERR_HTTP2_GOAWAY_SESSION') {
    return { cause: 'closed', code: GOAWAY, message: 'the peer takes no more requests on this connection (GOAWAY)' };
  }
  if (code === 'ERR_HTTP2_STREAM_ERROR') {
    const why = /NGHTTP2_(\w+)/.exec(message)?.[1] ?? message;
    return { cause: 'other', code, message: `the HTTP/2 stream was reset before its answer was complete (${why})` };
  }
  if (code?.startsWith('HPE_')) return { cause: 'malformed', code, message: `the answer is not HTTP (${message})` };
  return { cause: 'other', code, message };
}

/** The code of a failure for which HTTP/2 has a frame of its own (RFC 9113 6.8): the connection may stand, and serves nobody. */
export const GOAWAY = 'GOAWAY';

/** Nothing came within the bound. */
export function timedOut(what: string, timeoutMs: number): Failure {
  return { cause: 'timeout', message: `${what} took longer than ${timeoutMs} ms` };
}

/** More came than anybody would read. */
export function tooLong(octets: number): Failure {
  return { cause: 'other', message: `it is longer than ${octets / (1024 * 1024)} MiB, and was read no further` };
}

function closedByPeer(code: string | undefined): Failure {
  return { cause: 'closed', code, message: 'the peer closed the connection without an answer' };
}
