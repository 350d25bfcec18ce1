/** Keeps what was made lately, by its key: for what costs more to make than to keep. */
export class Recent<Made> {
  readonly #most: number;
  readonly #made = new Map<string, Made>();

  /** @param most - Of how many things; beyond that, what was not asked for longest is dropped. */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was made for this key, or is made now. What `make` throws is thrown, and nothing kept. */
  of(key: string, make: () => Made): Made {
    const found = this.#made.get(key) ?? make();
    this.#made.delete(key);
    this.#made.set(key, found);
    if (this.#made.size > this.#most) this.#made.delete(this.#made.keys().next().value ?? '');
    return found;
  }
}
