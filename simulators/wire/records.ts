import type { Micros } from './facts.ts';

/** TLS content types (RFC 8446 5.1). */
export const ContentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** One TLS record as it stood on the wire. */
export interface TlsRecord {
  readonly type: number;
  /** `legacy_record_version`, needed as additional data when decrypting. */
  readonly version: number;
  /** The payload, encrypted or not. A view of the received bytes: valid only while handling the record. */
  readonly payload: Buffer;
  /** When its last byte was seen. */
  readonly at: Micros;
}

const HEADER = 5;
const LONGEST = 16_384 + 2048;

/**
 * Cuts one direction of a TLS connection into records.
 *
 * Bytes that are not TLS stop it for good ({@link RecordReader.foreign}); the connection itself is not its business.
 */
export class RecordReader {
  #pending: Buffer = Buffer.alloc(0);
  /** True once something was seen that cannot be a TLS record. */
  foreign = false;

  /** Feeds bytes as they came; returns the records completed by them. */
  push(chunk: Buffer, at: Micros): TlsRecord[] {
    if (this.foreign) return [];
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const records: TlsRecord[] = [];
    while (this.#pending.length >= HEADER) {
      const type = this.#pending.readUInt8(0);
      const length = this.#pending.readUInt16BE(3);
      if (type < 20 || type > 24 || this.#pending.readUInt8(1) !== 3 || length > LONGEST) {
        this.foreign = true;
        break;
      }
      if (this.#pending.length < HEADER + length) break;
      const payload = this.#pending.subarray(HEADER, HEADER + length);
      records.push({ type, version: this.#pending.readUInt16BE(1), payload, at });
      this.#pending = this.#pending.subarray(HEADER + length);
    }
    return records;
  }
}
