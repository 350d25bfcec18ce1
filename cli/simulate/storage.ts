import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { makeFolder } from '../../harness/folders/make.ts';
import { CliProblem, codeOf } from '../problem.ts';

/**
 * The absolute path of the folder that `option` names; it is made if it isn't there.
 *
 * @param option - Which option names it, for the error.
 * @throws {CliProblem} when nothing can be written there.
 */
export function usableFolder(path: string, option?: string): string;
export function usableFolder(path: string | undefined, option?: string): string | undefined;
export function usableFolder(path: string | undefined, option = '--storage'): string | undefined {
  if (path === undefined) return undefined;
  const folder = resolve(path);
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw new CliProblem(
      `${option}: ${path} cannot be used (${codeOf(error) ?? 'unknown'}); name a folder that is yours`,
    );
  }
}
