/**
 * Finds many needles in one pass: Wu and Manber, "A fast algorithm for multi-pattern searching" (1994).
 *
 * Of each needle one window of equal length is kept. Going through the haystack, the last three bytes of the place where a window
 * could stand tell how far the next possible one is away: mostly a whole window, so that most bytes are never looked at. Only where the
 * three bytes end some window are the needles with that window compared.
 */

/** Bytes to be found. */
export interface Needle {
  readonly bytes: Buffer;
}

export interface Search<N extends Needle> {
  /** The longest needle, in bytes: chunks that overlap by one byte less lose nothing. */
  readonly longest: number;
  /** Calls `found` for each needle that stands wholly within the first `length` bytes of `haystack`, with where it begins. */
  run(haystack: Buffer, length: number, found: (needle: N, start: number) => void): void;
}

/** Three bytes decide a jump: two are too common in base64, where there are 4096 pairs. */
const BLOCK = 3;
/** Longer windows jump no farther in practice: with hundreds of needles some block is always near. */
const LONGEST_WINDOW = 24;
const HASH_BITS = 18;
const HASHES = 1 << HASH_BITS;

const hash = (first: number, second: number, third: number): number =>
  ((first << 10) ^ (second << 5) ^ third) & (HASHES - 1);

interface Candidate<N extends Needle> {
  readonly needle: N;
  /** From the needle's first byte to its window's last. */
  readonly toWindowEnd: number;
}

/**
 * Prepares a search for `needles`.
 *
 * @throws {RangeError} when one has fewer than three bytes.
 */
export function prepareSearch<N extends Needle>(needles: readonly N[]): Search<N> {
  const lengths = needles.map(({ bytes }) => bytes.length);
  const window = Math.min(LONGEST_WINDOW, ...lengths);
  if (window < BLOCK) throw new RangeError(`a needle has ${window} bytes; the search needs at least ${BLOCK}`);
  /** By the hash of three bytes: how far the window may move on without missing any. */
  const jumps = new Uint8Array(HASHES).fill(window - BLOCK + 1);
  const candidates = new Map<number, Candidate<N>[]>();
  for (const needle of needles) {
    const { bytes } = needle;
    // The middle: needles begin alike ("-----BEGIN", the head of a DER structure), and so does innocent data.
    const from = (bytes.length - window) >> 1;
    for (let end = BLOCK - 1; end < window; end += 1) {
      const key = hashAt(bytes, from + end);
      jumps[key] = Math.min(jumps[key] ?? 0, window - 1 - end);
    }
    const toWindowEnd = from + window - 1;
    const key = hashAt(bytes, toWindowEnd);
    candidates.set(key, [...(candidates.get(key) ?? []), { needle, toWindowEnd }]);
  }

  return {
    longest: Math.max(0, ...lengths),
    run(haystack, length, found) {
      let end = window - 1;
      while (end < length) {
        const key = hashAt(haystack, end);
        const jump = jumps[key] ?? 1;
        if (jump > 0) {
          end += jump;
          continue;
        }
        for (const { needle, toWindowEnd } of candidates.get(key) ?? []) {
          const start = end - toWindowEnd;
          if (start >= 0 && start + needle.bytes.length <= length && standsAt(haystack, start, needle.bytes)) {
            found(needle, start);
          }
        }
        end += 1;
      }
    },
  };
}

function hashAt(bytes: Buffer, end: number): number {
  return hash(bytes[end - 2] ?? 0, bytes[end - 1] ?? 0, bytes[end] ?? 0);
}

function standsAt(haystack: Buffer, start: number, needle: Buffer): boolean {
  // Where it does not stand the first bytes mostly tell, without a call into C++.
  for (let index = 0; index < BLOCK; index += 1) if (haystack[start + index] !== needle[index]) return false;
  return haystack.compare(needle, 0, needle.length, start, start + needle.length) === 0;
}
