/** What the user's modules define, in this process. Whoever imports this waits until they are loaded. */
import { type Extensions, loadExtensions } from './load.ts';

export const EXTENSIONS: Extensions = await loadExtensions(process.env);

/** What is built in, and what was added. A name that is built in stays what it is, and to take it is a problem. */
export function extended<Thing>(
  kind: string,
  builtIn: Readonly<Record<string, Thing>>,
  added: Readonly<Record<string, Thing>>,
): Readonly<Record<string, Thing>> {
  for (const name of Object.keys(added).filter((one) => Object.hasOwn(builtIn, one))) {
    EXTENSIONS.problems.push(`CAPIF_EXTENSIONS: the ${kind} ${JSON.stringify(name)} is built in; choose another name`);
  }
  return { ...added, ...builtIn };
}
