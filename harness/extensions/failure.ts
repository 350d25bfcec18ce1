/** Why a module could not be loaded, with the place in it where that can be told. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Line and column, counted from 1, as `:2:18`; empty when unknown. */
export interface Failure {
  readonly place: string;
  readonly why: string;
}

/** What the compiler of TypeScript says of the first of its errors: columns from 0, and an ending that may not be the file's. */
const COMPILER = /^\S.*:(\d+):(\d+): ERROR: (.*)$/m;

/** @param path - Of the module, from the working directory. */
export function failureOf(error: unknown, path: string): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const [, line, column, why] = COMPILER.exec(message) ?? [];
  if (why !== undefined) return { place: `:${line}:${Number(column) + 1}`, why };
  const [first = ''] = message.split('\n');
  return { place: error instanceof SyntaxError ? placeOfSyntaxError(path) : '', why: first };
}

/** Node tells the place of a syntax error only where nobody catches it: in a process of its own, which runs nothing of the module. */
function placeOfSyntaxError(path: string): string {
  const { stderr } = spawnSync(process.execPath, ['--check', resolve(path)], { encoding: 'utf8', timeout: 10_000 });
  const [, line, arrows] = /^.*:(\d+)\n.*\n( *\^)/.exec(stderr ?? '') ?? [];
  return line === undefined || arrows === undefined ? '' : `:${line}:${arrows.length}`;
}
