/** Whether the places are there that are to be looked through for left-over credentials. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Target } from '../target/target.ts';
import { type Finding, ok, warning } from './finding.ts';

/** A warning only: what is looked through may be made by the implementation under test when it first has something to keep. */
export function examineStorage({ storage, folder }: Pick<Target, 'storage' | 'folder'>): Finding[] {
  return storage.flatMap(({ path: written }, index) => {
    if (written === undefined) return [];
    const path = resolve(folder, written);
    const field = `storage[${index}].path`;
    return existsSync(path)
      ? [ok(field, path)]
      : [
          warning(
            field,
            field,
            `there is nothing at ${path}, so nothing can be found there; correct it, unless it is yet to be made`,
          ),
        ];
  });
}
