import type { Micros } from './facts.ts';

/** Now, on this process's monotonic clock, in microseconds. The only clock of the project. */
export function monotonicNow(): Micros {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Now, by the calendar: for certificates, tokens and the date of a report, never for measuring. */
export function calendarNow(): Date {
  return new Date();
}

/** What to add to this process's monotonic clock to have the calendar; taken once, so that a calendar that is set anew moves nothing. */
const CALENDAR_OFFSET = Math.round((performance.timeOrigin + performance.now()) * 1000) - monotonicNow();

/** The calendar time of a moment on the monotonic clock, in microseconds since 1970. */
export function calendarMicros(at: Micros): number {
  return at + CALENDAR_OFFSET;
}

/** Resolves after `ms`; for quiet windows and retries only, never to wait for something that announces itself. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
