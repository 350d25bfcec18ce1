import type { TlsAlert } from './facts.ts';

/** Names of TLS alerts: RFC 5246 7.2, RFC 8446 6, RFC 4279 (unknown_psk_identity). */
const NAMES: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** The alert in a two-byte alert message, or undefined if the bytes are none. */
export function readAlert(message: Uint8Array): TlsAlert | undefined {
  const [level, code] = message;
  if (message.length !== 2 || code === undefined || (level !== 1 && level !== 2)) return undefined;
  const name = NAMES[code];
  if (name === undefined) return undefined;
  // TLS 1.3 ignores the level field: every alert but these two is fatal whatever it says (RFC 8446 6).
  const closing = name === 'close_notify' || name === 'user_canceled';
  return { level: closing || level === 1 ? 'warning' : 'fatal', code, name };
}

/** The alert that one of OpenSSL's errors reports as received (`SSL alert number 46`), if any. */
export function alertOfError(error: Error): TlsAlert | undefined {
  const number = /SSL alert number (\d+)/.exec(error.message)?.[1];
  return number === undefined ? undefined : readAlert(Uint8Array.of(2, Number(number)));
}
