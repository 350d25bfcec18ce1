import { closest, distance } from 'fastest-levenshtein';

/** Above this many names a list no longer helps in one line. */
const LISTABLE = 14;

/**
 * The end of a message about an unknown word: `; did you mean "old-certificate"?` when a known word is close, else what
 * is known, when that fits a line, else nothing.
 */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `; did you mean "${near}"?`;
  if (known.length === 0) return '; none is known';
  return known.length > LISTABLE ? '' : `; known: ${known.join(', ')}`;
}

/**
 * The known word that was probably meant: at most every third letter differs, where two swapped letters count as two. Case
 * does not count. Words of two or three letters are all close to each other, so nothing is guessed for them.
 */
function nearest(word: string, known: readonly string[]): string | undefined {
  // The comparison takes time with the product of the lengths, and nobody mistypes a name into an essay.
  if (known.length === 0 || word.length > 100) return undefined;
  const lower = word.toLowerCase();
  const lowered = known.map((name) => name.toLowerCase());
  const best = closest(lower, lowered);
  const letters = Math.min(lower.length, best.length);
  const allowed = letters < 4 ? 0 : Math.floor((letters + 1) / 3);
  return distance(lower, best) <= allowed ? known[lowered.indexOf(best)] : undefined;
}
