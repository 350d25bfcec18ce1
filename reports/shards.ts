/** Whether all shards of a run are there: a report without one of them must not look whole. */
import type { Note } from './conformance-schema.ts';

/** Type of the annotation by which a test says which shard played it, e.g. `2/3`. */
export const SHARD_ANNOTATION = 'shard';

/**
 * A note for each shard of which no test is there.
 *
 * @param shards - What tests said of their shards; nothing when the run had none.
 */
export function missingShards(shards: Iterable<string>): Note[] {
  const there = new Set<number>();
  const totals = new Set<number>();
  for (const shard of shards) {
    const [, current, of = 0] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
    there.add(Number(current));
    totals.add(Number(of));
  }
  if (totals.size > 1) {
    const reason = 'they share out the playings differently; merge the blobs of one run alone';
    return [{ test: `shards of ${[...totals].sort((one, other) => one - other).join(' and of ')}`, reason }];
  }
  const [total = 0] = totals;
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((shard) => !there.has(shard));
  return missing.map((shard) => ({
    test: `shard ${shard} of ${total}`,
    reason: 'none of its tests is there; merge the blobs of all shards',
  }));
}
