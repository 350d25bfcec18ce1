/** Looks for credentials in the storage of a target: what clause 6.8 wants deleted, and is still there. */
import { resolve } from 'node:path';
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { ResidueEntry } from '../evidence/timeline.ts';
import type { StoragePlace } from '../target/hooks.ts';
import { type Credential, formsOf } from './credentials.ts';

import { type CredentialForm, Finds, Places } from './finds.ts';
import { readMemory } from './memory.ts';
import { prepareSearch, type Search } from './search.ts';
import { Sieve } from './sieve.ts';
import { OUT_OF_TIME, readFile, readOutput, type TimeLeft } from './sources.ts';
import { type Found, walk } from './walk.ts';

export type { Credential } from './credentials.ts';

/** What a scan found of one credential. */
export type Residue = Omit<ResidueEntry, 'kind' | 'subject' | 'phase'>;

export interface ScanOptions {
  readonly credentials: readonly Credential[];
  /** Where to look: paths, commands, processes. */
  readonly places: readonly StoragePlace[];
  /** What was asked for by other means, e.g. the answer of an `inspect` hook; `place` is its name in the report. */
  readonly held?: readonly { readonly place: string; readonly bytes: Buffer }[];
  /** Where commands are run, and from where relative paths count. */
  readonly folder: string;
  /** Bounds the whole scan. What could not be read by then is `unreadable`. */
  readonly timeoutMs: number;
}

/** More reasons are counted, not listed. */
const MOST_REASONS = 100;

/**
 * Looks for every credential, in every form that a store would use, in every place, reading each once.
 *
 * `scanned` counts files, outputs and processes that were read to their end; a path that is not there counts as one with nothing in it.
 * At most 100 places of a credential are listed. An `offset` is that of the form's first byte: within the file or output, or the
 * address in a process; in base64 within a longer value, that of the first character which the credential alone decides.
 * Names of files and folders are looked through as well. What is compressed or encrypted is not seen through.
 *
 * @returns one entry a credential, in the order of `credentials`; never with a credential in it, be it in a path.
 * @throws {RangeError | TypeError} for a credential that cannot be looked for: too short, or neither PEM nor DER.
 */
export async function scan(options: ScanOptions): Promise<Residue[]> {
  const { credentials, places, held = [], folder, timeoutMs } = options;
  if (credentials.length === 0) return [];
  const pass = new Pass(credentials, timeoutMs);
  for (const { place, bytes } of held) pass.readBytes(place, bytes);
  for (const [index, { path, exec, pid }] of places.entries()) {
    if (path !== undefined) await pass.readPath(resolve(folder, path));
    if (exec !== undefined) await pass.readOutput(`output of storage[${index}]`, exec, folder);
    if (pid !== undefined) await pass.readMemory(`memory of process ${pid}`, pid);
  }
  return pass.result();
}

/** One reading of all places, for all credentials at once. */
class Pass {
  readonly #credentials: readonly Credential[];
  readonly #search: Search<CredentialForm>;
  readonly #sieve: Sieve<CredentialForm>;
  readonly #places: Places;
  readonly #unreadable: string[] = [];
  readonly #timeLeft: TimeLeft;
  #scanned = 0;

  constructor(credentials: readonly Credential[], timeoutMs: number) {
    this.#credentials = credentials;
    this.#search = prepareSearch(
      credentials.flatMap((one, credential) => formsOf(one).map((form) => ({ ...form, credential }))),
    );
    this.#sieve = new Sieve(this.#search);
    this.#places = new Places(credentials.length);
    const began = monotonicNow();
    this.#timeLeft = () => Math.max(0, Math.ceil(timeoutMs - (monotonicNow() - began) / 1000));
  }

  readBytes(place: string, bytes: Buffer): void {
    const finds = this.#begin();
    this.#sieve.write(bytes);
    this.#end(place, finds, undefined);
  }

  async readPath(path: string): Promise<void> {
    let empty = true;
    for await (const found of walk(path)) {
      empty = false;
      if (this.#timeLeft() === 0) {
        this.#cannotRead(path, OUT_OF_TIME);
        return;
      }
      // The path itself is its owner's choice, and no trace of a credential.
      if (found.name !== path) this.#readName(found);
      if (found.kind === 'unreadable') this.#cannotRead(found.name, found.problem);
      if (found.kind !== 'file') continue;
      const finds = this.#begin();
      this.#end(found.name, finds, await readFile(found.path, this.#sieve, this.#timeLeft));
    }
    if (empty) this.#scanned += 1;
  }

  async readOutput(place: string, command: string, folder: string): Promise<void> {
    const finds = this.#begin();
    this.#end(place, finds, await readOutput(command, folder, this.#sieve, this.#timeLeft));
  }

  async readMemory(place: string, pid: number): Promise<void> {
    const finds = new Finds();
    const begin = (address: number) => this.#begin(finds, address);
    this.#end(place, finds, await readMemory(pid, this.#sieve, begin, this.#timeLeft));
  }

  result(): Residue[] {
    const hidden = this.#unreadable.length - MOST_REASONS;
    const reasons = this.#unreadable.slice(0, MOST_REASONS);
    const unreadable = hidden > 0 ? [...reasons, `and ${hidden} more`] : reasons;
    return this.#credentials.map(({ kind }, credential) => ({
      credential: kind,
      places: this.#places.of(credential),
      scanned: this.#scanned,
      unreadable,
    }));
  }

  #begin(finds = new Finds(), offset = 0): Finds {
    this.#sieve.begin((form, at) => finds.add(form, at), offset);
    return finds;
  }

  /** What was found counts, even in what could not be read to its end. */
  #end(place: string, finds: Finds, problem: string | undefined): void {
    this.#places.add(this.#masked(place), finds);
    if (problem === undefined) this.#scanned += 1;
    else this.#cannotRead(place, problem);
  }

  #cannotRead(place: string, problem: string): void {
    this.#unreadable.push(`${this.#masked(place)} ${problem}`);
  }

  /** A folder for each API invoker ID is a usual thing to have. */
  #readName({ name }: Found): void {
    const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    this.#places.add(this.#masked(name), this.#findsIn(last), (encoding) => `${encoding}, in its name`);
  }

  #findsIn(text: string): Finds {
    const finds = new Finds();
    const bytes = Buffer.from(text);
    this.#search.run(bytes, bytes.length, (form, at) => finds.add(form, at));
    return finds;
  }

  /** A name for the report: credentials in it are replaced by what they are. */
  #masked(name: string): string {
    const bytes = Buffer.from(name);
    const parts: string[] = [];
    let done = 0;
    for (const { start, end, credential } of this.#findsIn(name).all()) {
      if (end <= done) continue;
      parts.push(bytes.toString('utf8', done, Math.max(done, start)), `‹${this.#credentials[credential]?.kind}›`);
      done = end;
    }
    return parts.join('') + bytes.toString('utf8', done);
  }
}
