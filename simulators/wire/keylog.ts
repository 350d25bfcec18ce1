/** The secrets of one TLS connection, as our own end logs them (the NSS key log format). */
export class KeyLog {
  readonly #secrets = new Map<string, Buffer>();
  #clientRandom: string | undefined;

  /** Adds one line, e.g. `CLIENT_RANDOM <random> <master secret>`. */
  add(line: Buffer | string): void {
    const [label, random, secret] = line.toString().trim().split(' ');
    if (label === undefined || random === undefined || secret === undefined) return;
    this.#clientRandom = random.toLowerCase();
    this.#secrets.set(label, Buffer.from(secret, 'hex'));
  }

  /** The client random by which the lines name their connection. */
  get clientRandom(): string | undefined {
    return this.#clientRandom;
  }

  get(label: string): Buffer | undefined {
    return this.#secrets.get(label);
  }
}

/** The client random that a key log line names. */
export function clientRandomOf(line: Buffer): string | undefined {
  return line.toString().split(' ')[1]?.toLowerCase();
}
