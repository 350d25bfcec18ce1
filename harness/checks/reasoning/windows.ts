/** Bounds in time. Evidence is stamped in microseconds, a target declares its windows in milliseconds. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { WaitRecord } from '../../evidence/view.ts';

/** A timer of ours may fire this much before its time; a window that is short of this is not short. */
const TIMER_SLACK: Micros = 5_000;

/** Time stamps of the wire are accurate to 0.1 ms. */
export const STAMP_ACCURACY: Micros = 100;

export function micros(milliseconds: number): Micros {
  return milliseconds * 1_000;
}

/** A span of time for people, e.g. `0.4 ms`, `600 ms`, `5.2 s`. */
export function span(time: Micros): string {
  if (Math.abs(time) >= 1_000_000) return `${(time / 1_000_000).toFixed(1)} s`;
  return Math.abs(time) >= 10_000 ? `${(time / 1_000).toFixed(0)} ms` : `${(time / 1_000).toFixed(1)} ms`;
}

/** True when `at` is no earlier than `windowMs` after `from`, our timers' slack allowed. */
export function isPast(at: Micros, from: Micros, windowMs: number): boolean {
  return at - from >= micros(windowMs) - TIMER_SLACK;
}

/** The first of these waits that went on until `windowMs` after `from`: only then does silence mean anything. */
export function watchedFor(waits: readonly WaitRecord[], from: Micros, windowMs: number): WaitRecord | undefined {
  return waits.find((wait) => isPast(wait.at, from, windowMs));
}
