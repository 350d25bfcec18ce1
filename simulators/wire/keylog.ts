/** The secrets of one TLS connection, as our own end logs them (the NSS key log format). */
export class KeyLog {
  readonly #secrets = new Map<string, Buffer>();
  readonly #onLine: ((line: string) => void) | undefined;
  #clientRandom: string | undefined;

  /** @param onLine - Told of every line as it comes; only who captures the connection wants that. */
  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Adds one line, e.g. `CLIENT_RANDOM <random> <master secret>`. */
  add(line: Buffer | string): void {
    const [label, random, secret] = line.toString().trim().split(' ');
    if (label === undefined || random === undefined || secret === undefined) return;
    this.#clientRandom = random.toLowerCase();
    this.#secrets.set(label, Buffer.from(secret, 'hex'));
    this.#onLine?.(`${label} ${random} ${secret}`);
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
