import { delimiter, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { displayed } from '../target/yaml/file.ts';
import { type Definition, isDefinition } from './definition.ts';
import { failureOf } from './failure.ts';

/** What the user's modules define. */
export interface Extensions {
  readonly definitions: readonly { readonly file: string; readonly definition: Definition }[];
  /** What is wrong, one line each. Whoever plays or lists must say so; what is found wrong later is added. */
  readonly problems: string[];
}

/**
 * Loads the modules that `CAPIF_EXTENSIONS` names: files, from the working directory, separated as in PATH. Everything that they export and
 * that a `define…` function returned counts, also in arrays.
 *
 * Never throws: what cannot be loaded is a problem.
 */
export async function loadExtensions(env: Readonly<Record<string, string | undefined>>): Promise<Extensions> {
  const problems: string[] = [];
  const definitions: { readonly file: string; readonly definition: Definition }[] = [];
  for (const path of (env.CAPIF_EXTENSIONS ?? '').split(delimiter).filter(Boolean)) {
    const file = displayed(path);
    try {
      const found = await definitionsIn(path);
      definitions.push(...found.map((definition) => ({ file, definition })));
      if (found.length > 0) continue;
      problems.push(`${file}: defines nothing; export what defineAction, defineProbe or defineCheck returns`);
    } catch (error) {
      const { place, why } = failureOf(error, path);
      problems.push(`${file}${place}: cannot be loaded as an extension: ${why}`);
    }
  }
  return { definitions, problems };
}

async function definitionsIn(path: string): Promise<Definition[]> {
  const module: object = await import(pathToFileURL(resolve(path)).href);
  // A default export may be there by its name, too.
  return [...new Set(Object.values(module).flat().filter(isDefinition))];
}
