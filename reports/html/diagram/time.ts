/** Times as a reader compares them. */

/** From `zero` to `at`, both in µs: `+4.7 ms`, `−120 ms`, `+2.5 s`. */
export function since(zero: number, at: number): string {
  return `${at < zero ? '−' : '+'}${span(Math.abs(at - zero))}`;
}

/** A span of µs: tenths of a millisecond (the clock is no better), from 100 ms whole ones, from 10 s seconds. */
export function span(micros: number): string {
  const ms = micros / 1000;
  if (ms >= 9_999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms >= 99.95 ? 0 : 1)} ms`;
}
