/**
 * Which requirements a misbehaviour breaks. Exactly: a requirement more is a wrong FAIL, one less a survivor. The kill matrix proves it, and
 * `explain` tells it.
 */
export interface Expected {
  /** What the fault is about. */
  readonly breaks: readonly string[];
  /** What cannot hold either once that is broken. */
  readonly follows?: readonly string[];
  /** What can then not be told, and is not taken for a pass. */
  readonly untold?: readonly string[];
  /** What holds in one play and cannot be told in another, for it hangs on milliseconds which of two things ends first. */
  readonly perhaps?: readonly string[];
}
