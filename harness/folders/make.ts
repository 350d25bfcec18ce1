/** Folders made one level at a time. Node's own way of making several at once never ends where the system refuses in an odd way, as in /proc. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes the folder and what is missing above it; one that is there stays as it is.
 *
 * @param mode - Of what is made.
 * @throws {Error} the system's, with its code: `ENOTDIR` when something on the way is a file.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = [];
  let above = resolve(path);
  while (!isFolder(above)) {
    missing.unshift(above);
    above = dirname(above);
  }
  for (const level of missing) make(level, mode);
}

/** Another process may be a moment earlier. */
function make(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!(codeIs('EEXIST', error) && isFolder(path))) throw error;
  }
}

/** False where there is nothing. @throws {Error} `ENOTDIR` for a file. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return found !== undefined;
  throw Object.assign(new Error(`ENOTDIR: ${path} is not a folder`), { code: 'ENOTDIR' });
}

function codeIs(code: string, error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
