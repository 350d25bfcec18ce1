import fc from 'fast-check';
import { stringify } from 'yaml';

/** A problem as it is printed: a file, a place in it, and words that fit on one line. */
export const SINGLE_LINE = /^\S+\.yaml:\d+:\d+ \S[^\n\r\u0085\u2028\u2029]*$/;

/** Pieces out of which text that is nearly YAML is made. */
const PIECES = [
  ': ¦:¦- ¦[¦]¦{¦}¦, ¦\n¦\n  ¦\n    ¦\t¦\r\n¦"¦\'¦|\n¦>-\n¦? ¦#¦&a ¦*a¦!t ¦!!binary ¦%YAML 1.1\n¦---\n¦...\n¦<<',
  '__proto__¦constructor¦\u0000¦\ufeff¦\ud800¦1.2¦0x1f¦~¦null¦true¦.inf¦2024-01-01¦\\¦@¦`¦$¦A}¦${¦$${',
].flatMap((pieces) => pieces.split('¦'));

/**
 * Texts of every kind that a loader could be given: noise, near YAML made of `words`, YAML of any content, and a valid
 * text with a piece of it replaced.
 */
export function yamlTexts(valid: string, words: readonly string[]): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(...PIECES, ...words);
  const nearly = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  const content = fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), fc.jsonValue({ maxDepth: 4 }));
  const mutated = fc
    .tuple(fc.nat(valid.length), fc.nat(30), fc.oneof(pieces, nearly, fc.constant('')))
    .map(([at, length, piece]) => valid.slice(0, at) + piece + valid.slice(at + length));
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    nearly,
    content.map((value) => stringify(value)),
    mutated,
  );
}
