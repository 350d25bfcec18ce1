/** Whether the storage that a target declares is there at all: a path that is mistyped holds nothing for ever, and looks clean. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StoragePlace } from '../target/hooks.ts';
import { type Finding, ok, warning } from './finding.ts';

/** One finding a declared path; nothing of commands and processes, which tell it themselves. */
export function storageFindings({
  storage,
  folder,
}: {
  readonly storage: readonly StoragePlace[];
  readonly folder: string;
}): Finding[] {
  return storage.flatMap(({ path }, index): Finding[] => {
    if (path === undefined) return [];
    const whole = resolve(folder, path);
    if (existsSync(whole)) return [ok('storage', `${whole} is there`)];
    const message = `${whole} is not there, even after an API invoker was served; see that it is spelt as it is, or remove it`;
    return [warning('storage', `storage[${index}].path`, message)];
  });
}
