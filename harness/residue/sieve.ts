/** Searches a stream of bytes of any length in constant memory. */
import type { Needle, Search } from './search.ts';

/** Reads of this size keep a disk busy; larger ones only cost memory. */
export const CHUNK = 256 * 1024;

/** Whatever a stream of bytes is read into. */
export interface Basin {
  /** Where the stream's next bytes are to be written, from the beginning. */
  readonly room: Buffer;
  /** Takes up the `count` bytes that were written into {@link room}. */
  advance(count: number): void;
  /** Takes up bytes that come in a buffer of their own. */
  write(bytes: Buffer): void;
}

/** Copies bytes that come in a buffer of their own into a basin, as often as it takes. */
export function pour(bytes: Buffer, basin: Pick<Basin, 'room' | 'advance'>): void {
  for (let done = 0; done < bytes.length; ) {
    const count = bytes.copy(basin.room, 0, done);
    basin.advance(count);
    done += count;
  }
}

/**
 * A buffer that is filled again and again. What could be the beginning of a needle is carried over from one filling to the next, so
 * that a needle across the border is found, once.
 */
export class Sieve<N extends Needle> implements Basin {
  readonly #search: Search<N>;
  readonly #buffer: Buffer;
  #found: (needle: N, offset: number) => void = () => {};
  /** Bytes at the buffer's beginning that were searched before. */
  #carried = 0;
  /** Offset of the buffer's first byte in the stream. */
  #offset = 0;

  constructor(search: Search<N>) {
    this.#search = search;
    this.#buffer = Buffer.alloc(search.longest + CHUNK);
  }

  /** Begins a stream, whose first byte has the number `offset`. `found` is called for each needle, with its offset in the stream. */
  begin(found: (needle: N, offset: number) => void, offset = 0): void {
    this.#found = found;
    this.#carried = 0;
    this.#offset = offset;
  }

  /** Where the stream's next bytes are to be written, from the beginning. */
  get room(): Buffer {
    return this.#buffer.subarray(this.#carried);
  }

  /** Searches the `count` bytes that were written into {@link room}. */
  advance(count: number): void {
    const length = this.#carried + count;
    this.#search.run(this.#buffer, length, (needle, start) => {
      // What ends within the bytes carried over was found last time.
      if (start + needle.bytes.length > this.#carried) this.#found(needle, this.#offset + start);
    });
    const carry = Math.max(0, Math.min(length, this.#search.longest - 1));
    this.#buffer.copyWithin(0, length - carry, length);
    this.#offset += length - carry;
    this.#carried = carry;
  }

  /** Searches bytes that come in a buffer of their own. */
  write(bytes: Buffer): void {
    pour(bytes, this);
  }
}
