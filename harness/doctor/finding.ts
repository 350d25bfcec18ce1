/** What an examination of a target finds out, one thing at a time. */
import type { Leftover } from '../evidence/run-record.ts';

export type Status =
  /** As it should be. */
  | 'ok'
  /** The harness can work, but verdicts may suffer. */
  | 'warning'
  /** Without this being mended the harness cannot work, or not tell what rests on it. */
  | 'problem'
  /** Could not be looked at, or is ruled out; says why. */
  | 'skipped';

export interface Finding {
  /** What was looked at: `certificate of endpoints.capif`. */
  readonly check: string;
  readonly status: Status;
  /** Key of the target file that it is about, where it is about one: `trust.ca`. */
  readonly field?: string | undefined;
  /** Of a problem: a run can begin all the same, and what rests on this cannot be told in it. */
  readonly playable?: true;
  /** What was seen and, unless all is well, what to do; one sentence. */
  readonly message: string;
}

/** What is wrong, by the field of the target file to change. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

export function ok(check: string, message: string): Finding {
  return { check, status: 'ok', message };
}

export function warning(check: string, field: string | undefined, message: string): Finding {
  return { check, status: 'warning', field, message };
}

export function problem(check: string, { field, message }: Problem): Finding {
  return { check, status: 'problem', field, message };
}

/** A problem with which a run can begin all the same. */
export function spoiling(check: string, about: Problem): Finding {
  return { ...problem(check, about), playable: true };
}

export function skipped(check: string, message: string): Finding {
  return { check, status: 'skipped', message };
}

/** What a finding about something that stayed at the target is called. */
export const CLEAN_UP = 'clean-up';

/** What was made in order to try the target out, and could not be taken away again. */
export function leftoverFindings(leftovers: readonly Leftover[]): Finding[] {
  return leftovers.map(({ what, why }) => warning(CLEAN_UP, undefined, `${what} is still there (${why}); remove it`));
}

/** The one line that a run begins, or does not begin, with. */
export function lineOf(file: string, { field, message }: Problem): string {
  return `${file} ${field}: ${message}`;
}
