/** Reads the key that a CCF shows an AEF as authentication information: is it the AEFPSK that our API invoker derived? */
import type { Stage } from '../actions/stage.ts';

/** What there is to compare with: the key of Annex A, if our API invoker could derive one, and where the target says that keys come from. */
interface Expected {
  readonly derived: Buffer | undefined;
  readonly claimed: Stage['claims']['aefpsk'];
}

/** What is to be added to the status in words, and the facts for the checks. */
interface Shown {
  readonly seen: string;
  readonly facts: Readonly<Record<string, boolean>>;
}

/** A key is there or not, and is the right one or another: the status of the answer says neither. */
export function judgeKeys(keys: readonly string[], { derived, claimed }: Expected): Shown {
  if (keys.length === 0) return { seen: ' without a key', facts: { keyPresent: false, keyMatches: false } };
  const isDerived = derived !== undefined && keys.some((key) => sameKey(key, derived));
  // Where the key is provisioned otherwise than by Annex A, there is none of ours to compare it with.
  const keyMatches = claimed === 'provisioned' || isDerived;
  // Where none could be derived, nothing is said of where the key comes from.
  const source = derived === undefined ? {} : { isDerived };
  const other = derived === undefined ? ' with a key, and none of ours to compare it with' : ANOTHER;
  return { seen: keyMatches ? '' : other, facts: { keyPresent: true, keyMatches, ...source } };
}

const ANOTHER = ' with another key than Annex A derives';

/** The AEFPSK as text: hexadecimal, which 33.122 leaves open, or base64. */
function sameKey(text: string, key: Buffer): boolean {
  return text.toLowerCase() === key.toString('hex') || Buffer.from(text, 'base64').equals(key);
}
