/** The files of a folder, found without leaving it. */
import { lstat, opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isGone, reasonOf } from './reasons.ts';

/** One entry of the walk: what may be read, or what may not and why. `name` is for people, the path as the owner gave it. */
export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly name: string }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly name: string; readonly problem: string };

export interface Bounds {
  /** Files and folders together. */
  readonly mostEntries: number;
  /** Folders within folders. */
  readonly deepest: number;
}

/** What stands for octets that are no UTF-8. */
const UNKNOWN = '\uFFFD';

/** Far beyond what an API invoker or AEF keeps; a folder with more was hardly meant. */
export const BOUNDS: Bounds = { mostEntries: 100_000, deepest: 32 };

/**
 * The files and folders at `root`, itself a file or a folder; nothing when it is not there. A link that stays inside is passed over, for
 * its end is found anyway; one that leads out is not followed, and told. What vanishes meanwhile is no longer there to be found.
 */
export async function* walk(root: string, { mostEntries, deepest }: Bounds = BOUNDS): AsyncGenerator<Found> {
  let real: string;
  try {
    // The owner gave this path: where it is a link, its end was meant.
    real = await realpath(root);
  } catch (error) {
    if (!isGone(error)) yield { kind: 'unreadable', name: root, problem: reasonOf(error) };
    return;
  }
  let entries = 1;
  const waiting = [{ path: real, name: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, name, depth } = next;
    const kind = await kindOf(path, real);
    if (kind === 'file') yield { kind, path, name };
    else if (kind === 'folder') yield { kind, name };
    else if (kind !== 'nothing') yield { kind: 'unreadable', name, problem: kind.problem };
    if (kind !== 'folder') continue;
    if (depth >= deepest) {
      yield { kind: 'unreadable', name, problem: `is ${deepest} folders deep; give it as a place of its own` };
      continue;
    }
    try {
      for await (const inner of await opendir(path)) {
        entries += 1;
        if (entries > mostEntries) break;
        waiting.push({ path: join(path, inner.name), name: join(name, inner.name), depth: depth + 1 });
      }
    } catch (error) {
      if (!isGone(error)) yield { kind: 'unreadable', name, problem: reasonOf(error) };
    }
  }
  if (entries > mostEntries) {
    const problem = `holds more than ${mostEntries} files and folders, of which the rest was left out; give the folders that matter`;
    yield { kind: 'unreadable', name: root, problem };
  }
}

async function kindOf(path: string, root: string): Promise<'file' | 'folder' | 'nothing' | { problem: string }> {
  try {
    const stats = await lstat(path);
    if (stats.isFile()) return 'file';
    if (stats.isDirectory()) return 'folder';
    if (!stats.isSymbolicLink()) return { problem: 'is a socket, pipe or device, no file' };
    const end = await realpath(path);
    if (end === root || end.startsWith(root.endsWith(sep) ? root : root + sep)) return 'nothing';
    return { problem: 'is a link that leads out of the folder; give what it points at as a place of its own' };
  } catch (error) {
    if (!isGone(error)) return { problem: reasonOf(error) };
    // Also a link to nothing: nothing is kept there. But by this name nobody would find what is.
    return path.includes(UNKNOWN)
      ? { problem: 'has a name that is not UTF-8, and cannot be opened; rename it' }
      : 'nothing';
  }
}
