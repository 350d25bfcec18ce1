/**
 * Opens (and, for alerts, seals) single records with the key log of our own end, to learn whether a closing record is close_notify.
 *
 * TLS 1.2 shows the type of an alert but not its description; TLS 1.3 shows neither. AEAD tags prove a successful
 * decryption, so trying the few possible sequence numbers cannot go wrong silently.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { RecordCipher } from './cipher.ts';
import { ContentType, type TlsRecord } from './records.ts';

/** What seals the records of one direction. */
export interface TrafficKeys {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** The keys of a TLS 1.3 traffic secret (RFC 8446 7.3). */
export function keys13(cipher: RecordCipher, secret: Buffer): TrafficKeys {
  return {
    key: expandLabel(cipher.hash, secret, 'key', cipher.keyBytes),
    iv: expandLabel(cipher.hash, secret, 'iv', 12),
  };
}

/** The content of a TLS 1.3 record under these keys and that sequence number, padding and type removed. */
export function open13(
  record: TlsRecord,
  cipher: RecordCipher,
  { key, iv }: TrafficKeys,
  sequence: number,
): { type: number; content: Buffer } | undefined {
  const header = Buffer.of(record.type, record.version >> 8, record.version & 255, 0, 0);
  header.writeUInt16BE(record.payload.length, 3);
  const inner = openAead(cipher, key, xorSequence(iv, sequence), record.payload, header);
  if (inner === undefined) return undefined;
  let end = inner.length - 1;
  while (end >= 0 && inner[end] === 0) end -= 1;
  const type = inner[end];
  return type === undefined ? undefined : { type, content: inner.subarray(0, end) };
}

/** HKDF-Expand-Label (RFC 8446 7.1) with an empty context. */
function expandLabel(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.of(length >> 8, length & 255, full.length), full, Buffer.of(0)]);
  return hkdfExpand(hash, secret, info, length);
}

/** HKDF-Expand alone: node's hkdf would extract first, so one HMAC block (≤ 32 bytes are ever asked for) does. */
function hkdfExpand(hash: string, secret: Buffer, info: Buffer, length: number): Buffer {
  return createHmac(hash, secret)
    .update(Buffer.concat([info, Buffer.of(1)]))
    .digest()
    .subarray(0, length);
}

/** One direction's keys of a TLS 1.2 connection (RFC 5246 6.3). */
export function keys12(
  cipher: RecordCipher,
  masterSecret: Buffer,
  clientRandom: Buffer,
  serverRandom: Buffer,
  writer: 'client' | 'server',
): TrafficKeys {
  const { macBytes, keyBytes, ivBytes } = cipher;
  const seed = Buffer.concat([Buffer.from('key expansion'), serverRandom, clientRandom]);
  const block = prf12(cipher.hash, masterSecret, seed, 2 * (macBytes + keyBytes + ivBytes));
  const second = writer === 'server' ? 1 : 0;
  const keyAt = 2 * macBytes + second * keyBytes;
  const ivAt = 2 * (macBytes + keyBytes) + second * ivBytes;
  return { key: block.subarray(keyAt, keyAt + keyBytes), iv: block.subarray(ivAt, ivAt + ivBytes) };
}

/** P_hash of RFC 5246 5. */
function prf12(hash: string, secret: Buffer, seed: Buffer, length: number): Buffer {
  const blocks: Buffer[] = [];
  let a = seed;
  for (let have = 0; have < length; have += a.length) {
    a = createHmac(hash, secret).update(a).digest();
    blocks.push(createHmac(hash, secret).update(a).update(seed).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** The content of an encrypted TLS 1.2 record; for CBC only its first block, unauthenticated (an alert is two bytes). */
export function open12(
  record: TlsRecord,
  cipher: RecordCipher,
  keys: TrafficKeys,
  sequence: number,
): Buffer | undefined {
  const { payload } = record;
  if (cipher.macBytes > 0) {
    if (payload.length < 32) return undefined;
    const decipher = createDecipheriv(cipher.algorithm, keys.key, payload.subarray(0, 16)).setAutoPadding(false);
    const block = decipher.update(payload.subarray(16, 32));
    return record.type === ContentType.alert ? block.subarray(0, 2) : block;
  }
  const explicit = cipher.ivBytes === 4;
  const sealed = explicit ? payload.subarray(8) : payload;
  if (sealed.length < cipher.tagBytes) return undefined;
  const nonce = explicit ? Buffer.concat([keys.iv, payload.subarray(0, 8)]) : xorSequence(keys.iv, sequence);
  const additional = Buffer.alloc(13);
  additional.writeBigUInt64BE(BigInt(sequence), 0);
  additional.writeUInt8(record.type, 8);
  additional.writeUInt16BE(record.version, 9);
  additional.writeUInt16BE(sealed.length - cipher.tagBytes, 11);
  return openAead(cipher, keys.key, nonce, sealed, additional);
}

/** A TLS 1.3 record that carries an alert. */
export function seal13(alert: Buffer, cipher: RecordCipher, { key, iv }: TrafficKeys, sequence: number): Buffer {
  const inner = Buffer.concat([alert, Buffer.of(ContentType.alert)]);
  const header = recordHeader(ContentType.applicationData, inner.length + cipher.tagBytes);
  return Buffer.concat([header, sealAead(cipher, key, xorSequence(iv, sequence), inner, header)]);
}

/** A TLS 1.2 record that carries an alert; AEAD suites only. */
export function seal12(alert: Buffer, cipher: RecordCipher, keys: TrafficKeys, sequence: number): Buffer | undefined {
  if (cipher.macBytes > 0) return undefined;
  const explicit = Buffer.alloc(8);
  explicit.writeBigUInt64BE(BigInt(sequence));
  const sent = cipher.ivBytes === 4;
  const nonce = sent ? Buffer.concat([keys.iv, explicit]) : xorSequence(keys.iv, sequence);
  const additional = Buffer.concat([explicit, recordHeader(ContentType.alert, alert.length)]);
  const sealed = sealAead(cipher, keys.key, nonce, alert, additional);
  const payload = sent ? Buffer.concat([explicit, sealed]) : sealed;
  return Buffer.concat([recordHeader(ContentType.alert, payload.length), payload]);
}

function recordHeader(type: number, length: number): Buffer {
  return Buffer.of(type, 3, 3, length >> 8, length & 255);
}

function sealAead(cipher: RecordCipher, key: Buffer, nonce: Buffer, content: Buffer, additional: Buffer): Buffer {
  const sealing = createCipheriv(cipher.algorithm as 'aes-128-gcm', key, nonce, { authTagLength: cipher.tagBytes });
  sealing.setAAD(additional, { plaintextLength: content.length });
  return Buffer.concat([sealing.update(content), sealing.final(), sealing.getAuthTag()]);
}

function openAead(
  cipher: RecordCipher,
  key: Buffer,
  nonce: Buffer,
  sealed: Buffer,
  additional: Buffer,
): Buffer | undefined {
  const length = sealed.length - cipher.tagBytes;
  if (length < 0) return undefined;
  // @types/node knows authenticated ciphers by their literal names only; the others share GCM's interface.
  const authTagLength = cipher.tagBytes;
  const decipher = createDecipheriv(cipher.algorithm as 'aes-128-gcm', key, nonce, { authTagLength });
  // CCM must know the tag before anything else.
  decipher.setAuthTag(sealed.subarray(length));
  decipher.setAAD(additional, { plaintextLength: length });
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
  } catch {
    return undefined; // another key or sequence number
  }
}

function xorSequence(iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ BigInt(sequence), 4);
  return nonce;
}
