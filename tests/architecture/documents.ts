/** What the documents point at must be there. */
import { posix } from 'node:path';
import type { TextFile } from './project.ts';

const LINK = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g;
/** A path in backticks: with a slash, no blanks, and an ending that files of ours have. Patterns and examples are left alone. */
const QUOTED = /`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|yaml|md|json))`/g;

/**
 * Links and quoted paths that lead nowhere.
 *
 * @param exists - Tells of a path, relative to the project's root, whether there is such a file or folder.
 */
export function deadPaths(files: readonly TextFile[], exists: (path: string) => boolean): string[] {
  return files.flatMap(({ path, text }) => {
    const links = [...text.matchAll(LINK)].map(([, to = '']) =>
      posix.join(posix.dirname(path), to.split('#')[0] ?? ''),
    );
    const quoted = [...text.matchAll(QUOTED)].map(([, to = '']) => to);
    // What a run leaves is not there before the first.
    return [...links, ...quoted]
      .filter((to) => !to.startsWith('reports/out/') && !exists(to))
      .map((to) => `${path} points at ${to}, which is not there`);
  });
}
