/** What a piece of work costs this process. */
import { monotonicNow } from '../simulators/wire/clock.ts';

/** Milliseconds. */
export interface Cost {
  /** By the clock on the wall, waiting included. */
  readonly ms: number;
  /** Of all processors together, user and system. On a machine with other work this still says something, where `ms` does not. */
  readonly cpuMs: number;
}

/** Does the work, and tells its cost beside what came of it. */
export async function costOf<Result>(work: () => Promise<Result>): Promise<Cost & { readonly result: Result }> {
  const began = monotonicNow();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (monotonicNow() - began) / 1000, cpuMs: (user + system) / 1000 };
}
