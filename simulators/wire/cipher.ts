/** What decrypting a record needs to know of its cipher suite. */
export interface RecordCipher {
  readonly algorithm:
    | 'aes-128-gcm'
    | 'aes-256-gcm'
    | 'aes-128-ccm'
    | 'aes-256-ccm'
    | 'chacha20-poly1305'
    | 'aes-128-cbc'
    | 'aes-256-cbc';
  readonly keyBytes: 16 | 32;
  /** Bytes of the fixed part of the nonce from the key block (TLS 1.2), or of the whole nonce. */
  readonly ivBytes: 4 | 12 | 0;
  readonly macBytes: 0 | 20 | 32 | 48;
  /** Bytes of the authentication tag of an AEAD; nothing for CBC. */
  readonly tagBytes: 16 | 8 | 0;
  /** Hash of the PRF (TLS 1.2) or of HKDF (TLS 1.3). */
  readonly hash: 'sha256' | 'sha384';
}

/** Suites in which nobody here can read an alert, as OpenSSL names them: they are not offered, or an orderly end would seem to be a bare FIN. */
export const UNREADABLE = '!ARIA:!CAMELLIA:!SEED:!IDEA:!RC4:!3DES:!eNULL:!aNULL';

/**
 * In RSA_PSK (RFC 4279 4) the server shows a certificate beside the key, whose trust is nobody's business where the AEFPSK authenticates both. Servers of
 * OpenSSL with an RSA certificate prefer it to plain PSK; TS 33.310 does not want it.
 */
export const WITHOUT_RSA_PSK = '!kRSAPSK';

/** The record cipher of a suite by its IANA name, e.g. `TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384`; undefined for rare ones. */
export function recordCipher(standardName: string): RecordCipher | undefined {
  const hash = standardName.endsWith('SHA384') ? 'sha384' : 'sha256';
  const long = standardName.includes('AES_256');
  if (standardName.includes('CHACHA20_POLY1305')) {
    return { algorithm: 'chacha20-poly1305', keyBytes: 32, ivBytes: 12, macBytes: 0, tagBytes: 16, hash: 'sha256' };
  }
  if (/AES_(128|256)_GCM/.test(standardName)) {
    const algorithm = long ? 'aes-256-gcm' : 'aes-128-gcm';
    return { algorithm, keyBytes: long ? 32 : 16, ivBytes: 4, macBytes: 0, tagBytes: 16, hash };
  }
  if (/AES_(128|256)_CCM/.test(standardName)) {
    const algorithm = long ? 'aes-256-ccm' : 'aes-128-ccm';
    const tagBytes = standardName.includes('CCM_8') ? 8 : 16;
    return { algorithm, keyBytes: long ? 32 : 16, ivBytes: 4, macBytes: 0, tagBytes, hash };
  }
  if (/AES_(128|256)_CBC/.test(standardName)) {
    const macBytes = standardName.endsWith('SHA384') ? 48 : standardName.endsWith('SHA256') ? 32 : 20;
    const algorithm = long ? 'aes-256-cbc' : 'aes-128-cbc';
    return { algorithm, keyBytes: long ? 32 : 16, ivBytes: 0, macBytes, tagBytes: 0, hash };
  }
  return undefined;
}

/** IANA names of the TLS 1.3 suites; there a handshake can fail encrypted, before OpenSSL tells which suite it chose. */
export const TLS13_SUITES: Readonly<Record<number, string>> = {
  4865: 'TLS_AES_128_GCM_SHA256',
  4866: 'TLS_AES_256_GCM_SHA384',
  4867: 'TLS_CHACHA20_POLY1305_SHA256',
  4868: 'TLS_AES_128_CCM_SHA256',
  4869: 'TLS_AES_128_CCM_8_SHA256',
};
