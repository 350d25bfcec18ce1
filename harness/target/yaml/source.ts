import { isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Location, Problem } from './problem.ts';
import { firstRefused } from './strict.ts';
import { syntaxMessage } from './syntax.ts';

/** Where in a document: keys of mappings and indices of lists, from the top. */
export type Path = readonly PropertyKey[];

/** A YAML file that was read, and that knows where everything in it is written. */
export interface YamlSource {
  readonly file: string;
  /** The content as plain mappings, lists and scalars; always a mapping at the top. */
  readonly data: unknown;
  /** The place of the value at `path`; where there is none, of the innermost key around it that there is. */
  locate(path: Path): Location;
  /** The place of the key that `path` ends in; of the value when it is an item of a list. */
  locateKey(path: Path): Location;
  /** True when something, be it nothing but a key, is written at `path`. */
  has(path: Path): boolean;
  /** The value at `path` as it is written, placeholders and all. */
  written(path: Path): unknown;
}

/** Something wrong with what is written at a path: one sentence of what it is and what to do. */
export interface Breach {
  readonly path: Path;
  readonly message: string;
}

/** Breaches as problems, each at its place in the file. */
export function placed(breaches: readonly Breach[], source: YamlSource): Problem[] {
  return breaches.map(({ path, message }) => ({ ...source.locate(path), message }));
}

/** Characters. A file larger than this was not written by a person. */
const LARGEST = 200_000;

/**
 * Reads YAML text strictly: one document, a mapping, no anchors, no tags, no key twice.
 * Never throws: answers the source, or what keeps it from being one.
 */
export function readYaml(file: string, text: string): YamlSource | Problem[] {
  const lines = new LineCounter();
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const whole = (message: string): Problem[] => [{ file, line: 1, column: 1, message }];

  if (text.length > LARGEST) return whole(`is larger than ${LARGEST} characters; that is not a file for this purpose`);
  const refused = firstRefused(text, lines);
  if (refused) return [{ ...at(refused.offset), message: refused.message }];

  const document = parseDocument(text, { prettyErrors: false, stringKeys: true, version: '1.2' });
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  // What follows a syntax error is mostly its consequence, so only the first is told; keys given twice stand alone.
  const told = errors.filter((error, index) => index === 0 || error.code === 'DUPLICATE_KEY');
  if (told.length > 0) return told.map((error) => ({ ...at(error.pos[0]), message: syntaxMessage(error) }));

  const top = document.contents;
  if (top === null || (isScalar(top) && top.value === null)) return whole('is empty; a mapping of keys is expected');
  if (!isMap(top)) return [{ ...at(start(top)), message: 'a mapping of keys (key: value) is expected at the top' }];
  return { file, data: document.toJS(), ...lookup(top, at) };
}

function lookup(
  top: Node,
  at: (offset: number) => Location,
): Pick<YamlSource, 'locate' | 'locateKey' | 'has' | 'written'> {
  return {
    locate(path) {
      const found = walk(top, path);
      return at(found.complete ? start(found.node) : found.key);
    },
    locateKey: (path) => at(walk(top, path).key),
    has: (path) => walk(top, path).complete,
    written(path) {
      const found = walk(top, path);
      if (!found.complete || !isNode(found.node)) return undefined;
      return isScalar(found.node) ? found.node.value : found.node.toJSON();
    },
  };
}

/** Goes down `path` as far as the document does; `key` is the offset of the innermost key (or item) reached. */
function walk(top: Node, path: Path): { complete: boolean; node: unknown; key: number } {
  let node: unknown = top;
  let key = start(top);
  for (const segment of path) {
    const items: readonly unknown[] = isNode(node) && 'items' in node && Array.isArray(node.items) ? node.items : [];
    const next = isMap(node)
      ? items.find((item) => isPair(item) && nameOf(item.key) === String(segment))
      : items[Number(segment)];
    if (next === undefined) return { complete: false, node, key };
    key = start(isPair(next) ? next.key : next);
    node = isPair(next) ? (next.value ?? next.key) : next;
  }
  return { complete: true, node, key };
}

const nameOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

const start = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
