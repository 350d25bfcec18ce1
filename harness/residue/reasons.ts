/** Why something cannot be read. */

/** The system's name for what went wrong, e.g. `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no reason given';
}

/** Whether it vanished, or never was. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error));
}

/** In words, to be put after a path. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return code === 'EACCES' || code === 'EPERM'
    ? `may not be read (${code}); run the harness as a user who may`
    : `cannot be read (${code})`;
}
