/** The project's own files, and which of them import which. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from './code.ts';
import { type Import, importsOf } from './imports.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Installed or generated: not written by us. */
const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', '.git', 'dist', 'out', 'test-results']);

/** A file of ours. `path` is relative to the project's root, with slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface SourceFile extends TextFile {
  /** The text without comments and the contents of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every file of ours whose name ends in one of `endings`. */
export function textFiles(...endings: readonly string[]): TextFile[] {
  const names = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (NOT_OURS.has(entry.name)) return [];
      const path = resolve(folder, entry.name);
      if (entry.isDirectory()) return names(path);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    });
  return names(ROOT)
    .map((path) => ({ path: relative(ROOT, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** A source file, read. */
export function sourceFile({ path, text }: TextFile): SourceFile {
  const code = codeOf(text);
  return { path, text, code, imports: importsOf(text, code) };
}

/** Every TypeScript file of ours, read. */
export function sourceFiles(): SourceFile[] {
  return textFiles('.ts').map(sourceFile);
}

/** What an import names: a file's path in the project, or else a package or built-in module as written. */
export function targetOf(file: Pick<SourceFile, 'path'>, { from }: Import): string {
  return from.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), from)) : from;
}
