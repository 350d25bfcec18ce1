import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path as a person would type it: relative to the working directory, with forward slashes. */
export function displayed(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/') || '.';
}

/** Why the system did not let us read: its code alone, e.g. `ENOENT`, since its message repeats the whole path. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable';
}

/** The path of a document in docs/, e.g. `hooks.md`, where whoever reads of it finds it: in the checkout, or among what is installed. */
export function documentPath(name: string): string {
  return displayed(fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url)));
}
