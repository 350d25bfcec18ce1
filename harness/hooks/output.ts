/** Keeps of an output what is needed of it, however much there is. */

/** The beginning of an output. */
export class Head {
  readonly #bound: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #complete = true;

  constructor(bound: number) {
    this.#bound = bound;
  }

  add(chunk: Buffer): void {
    const kept = chunk.subarray(0, this.#bound - this.#length);
    if (kept.length > 0) this.#chunks.push(kept);
    this.#length += kept.length;
    this.#complete &&= kept.length === chunk.length;
  }

  /** Whether nothing was left out. */
  get complete(): boolean {
    return this.#complete;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** The end of an output. */
export class Tail {
  readonly #bound: number;
  #bytes = Buffer.alloc(0);
  #complete = true;

  constructor(bound: number) {
    this.#bound = bound;
  }

  add(chunk: Buffer): void {
    const all = Buffer.concat([this.#bytes, chunk.subarray(-this.#bound)]);
    this.#complete &&= this.#bytes.length + chunk.length <= this.#bound;
    // A copy: a view would keep all of the chunk.
    this.#bytes = Buffer.from(all.subarray(-this.#bound));
  }

  get complete(): boolean {
    return this.#complete;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}
