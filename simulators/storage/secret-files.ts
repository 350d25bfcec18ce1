/** Files of nodes that keep secrets in a folder: for their owner alone, and overwritten before they go. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Readable by their owner alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes a folder for its owner alone, with those above it; one that is there is left as it is. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
}

/** Writes a file. @throws Error of the file system when it is there already: it may have another mode, or be a link. */
export function write(path: string, content: string): void {
  writeFileSync(path, content, { mode: FILE_MODE, flag: 'wx' });
}

/** Deletes a file, if it is there; overwritten first, since the blocks of a deleted file outlive its name for a while. */
export function erase(path: string): void {
  if (!existsSync(path)) return;
  writeFileSync(path, Buffer.alloc(statSync(path).size), { flag: 'r+' });
  rmSync(path);
}

/** Adds a line to a file that may not be there yet, unless the file has that line. */
export function appendOnce(path: string, line: string): void {
  const whole = `${line}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8').includes(whole)) return;
  appendFileSync(path, whole, { mode: FILE_MODE });
}

/** A name for people and file systems alike: whatever could lead out of a folder is escaped. */
export function nameOf(id: string): string {
  return encodeURIComponent(id);
}

/** JSON as it is kept in files. */
export function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
