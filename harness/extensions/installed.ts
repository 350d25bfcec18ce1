/** What the user's modules define, in this process. Whoever imports this waits until they are loaded. */
import { documentPath } from '../target/yaml/file.ts';
import type { Kind } from './definition.ts';
import { type Extensions, loadExtensions } from './load.ts';

export const EXTENSIONS: Extensions = await loadExtensions(process.env);

/**
 * What is built in, and what the user added. A name that is taken stays what it is, and to take it is a problem.
 *
 * @param is - Whether what was defined is such a thing.
 */
export function extended<Thing>(
  kind: Kind,
  builtIn: Readonly<Record<string, Thing>>,
  is: (what: object) => what is Thing & { readonly name: string },
): Readonly<Record<string, Thing>> {
  const all: Record<string, Thing> = { ...builtIn };
  for (const { file, definition } of EXTENSIONS.definitions) {
    const { defines, what } = definition;
    if (defines !== kind) continue;
    if (!is(what))
      EXTENSIONS.problems.push(`${file}: defines a ${kind} that is none; see ${documentPath('extend.md')}`);
    else if (Object.hasOwn(all, what.name)) {
      EXTENSIONS.problems.push(
        `${file}: the ${kind} ${JSON.stringify(what.name)} is there already; choose another name`,
      );
    } else all[what.name] = what;
  }
  return all;
}

/** What was defined of this kind, in the order in which it was. */
export function defined(kind: Kind): readonly object[] {
  return EXTENSIONS.definitions.flatMap(({ definition }) => (definition.defines === kind ? [definition.what] : []));
}
