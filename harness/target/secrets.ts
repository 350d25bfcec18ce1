/** Which values that a target file takes from the environment are secrets. */
import type { Filled } from './placeholders.ts';
import type { Path } from './yaml/source.ts';

/** Shorter ones cannot be told from ordinary text, and the register refuses them. */
const SHORTEST_SECRET = 8;

/**
 * What stands here is told to everybody who meets the target, or is in every report: names, addresses, certificates of a CA. Wherever else a
 * value from the environment stands, it is a secret.
 */
const PUBLIC: readonly Path[] = [
  ['name'],
  ['role'],
  ['dialect'],
  ['endpoints'],
  ['trust', 'ca'],
  ['trust', 'verify'],
  ['trust', 'servername'],
  ['listen'],
  ['identify'],
  ['claims'],
  ['timing'],
];
/** Where in a mapping of `storage` something stands that findings name. */
const PLACES: ReadonlySet<PropertyKey | undefined> = new Set(['path', 'pid']);

/**
 * The secrets among the values that were filled in, each once. A value that stands at a public place as well, such as the host that a hook's
 * command logs in to, is none: it would blot out every address in a report.
 */
export function secretsAmong(filled: readonly Filled[]): string[] {
  const known = new Set(filled.filter(({ path }) => isPublic(path)).map(({ value }) => value.trim()));
  const secrets = filled.map(({ value }) => value.trim()).filter((value) => !known.has(value));
  return [...new Set(secrets)].filter((value) => Buffer.byteLength(value) >= SHORTEST_SECRET);
}

function isPublic(path: Path): boolean {
  if (path[0] === 'storage') return PLACES.has(path.at(-1));
  return PUBLIC.some((place) => place.every((part, index) => path[index] === part));
}
