/** Where things of the project are written, for whoever wants to open them. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { displayed } from '../../harness/target/yaml/file.ts';

/** The folder of the harness, wherever it is installed; with a slash at the end. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** A line, counted from 1, of a file whose path is relative to {@link PROJECT}, with forward slashes. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** What stands there, where the file has more than one thing worth naming. */
  readonly name?: string;
}

/** The place as a person in the working directory would open it, and its name: `harness/checks/reasoning/gone.ts:29 allGone`. */
export function shown({ file, line, name }: Place): string {
  return `${displayed(resolve(PROJECT, file))}:${line}${name === undefined ? '' : ` ${name}`}`;
}

/** TypeScript files directly in a folder of the project, in the order of their names. */
export function filesIn(folder: string): string[] {
  return readdirSync(resolve(PROJECT, folder))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** The first line of these files, which are relative to the project, that the pattern matches. */
export function firstLine(files: readonly string[], pattern: RegExp): Place | undefined {
  for (const file of files) {
    const index = textOf(file)
      .split('\n')
      .findIndex((line) => pattern.test(line));
    if (index >= 0) return { file, line: index + 1 };
  }
  return undefined;
}

/** A pattern for the line of a table that begins with this key, quoted or not. */
export function keyLine(name: string): RegExp {
  return new RegExp(`^\\s+(['"]?)${escaped(name)}\\1\\s*[:,]`);
}

/** A pattern for the line that exports this name. */
export function exportLine(name: string): RegExp {
  return new RegExp(`^export (?:const|(?:async )?function) ${escaped(name)}\\b`);
}

/** The text of a file of the project. @throws {Error} when there is none. */
export function textOf(file: string): string {
  return readFileSync(resolve(PROJECT, file), 'utf8');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
