/** Looks for credentials in the storage of a target: what clause 6.8 wants deleted, and is still there. */
import { resolve } from 'node:path';
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { ResidueEntry } from '../evidence/timeline.ts';
import type { StoragePlace } from '../target/hooks.ts';
import { type Credential, formsOf } from './credentials.ts';

import { type CredentialForm, Finds, Places } from './finds.ts';
import { readMemory } from './memory.ts';
import { KeyFinder, type OwnKey } from './own-key.ts';
import { prepareSearch, type Search } from './search.ts';
import { type Basin, Sieve } from './sieve.ts';
import { OUT_OF_TIME, readFile, readOutput, type TimeLeft } from './sources.ts';
import { type Found, walk } from './walk.ts';

export type { Credential } from './credentials.ts';

/** What a scan found of one credential. */
export type Residue = Omit<ResidueEntry, 'kind' | 'subject' | 'phase'>;

export interface ScanOptions {
  readonly credentials: readonly Credential[];
  /** Where to look: paths, commands, processes. */
  readonly places: readonly StoragePlace[];
  /** What was asked for by other means; `place` is its name in the report. */
  readonly held?: readonly HeldPlace[];
  /** Where commands are run, and from where relative paths count. */
  readonly folder: string;
  /** Bounds the whole scan. What could not be read by then is `unreadable`. */
  readonly timeoutMs: number;
  /** PEM. Their private keys, which nobody knows yet, are looked for by their public halves. */
  readonly certificates?: readonly string[];
  /** A path that is not there is told, as `unreadable`: before anything was deleted it was to be there. Default false. */
  readonly expectPaths?: boolean;
}

/** What is said of a path that is not there. */
export const NOT_THERE = 'is not there';

/** What somebody else read, e.g. the answer of an `inspect` hook. */
export interface HeldPlace {
  readonly place: string;
  readonly bytes: Buffer;
  /** Why that is not all there is; undefined where it is. */
  readonly problem?: string | undefined;
}

/** What a scan found, and the private keys that it came across. */
export interface Scanned {
  readonly residues: readonly Residue[];
  readonly keys: readonly OwnKey[];
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
export async function scan(options: ScanOptions): Promise<readonly Residue[]> {
  return (await scanWithKeys(options)).residues;
}

/**
 * {@link scan}, with the private keys of `certificates` on the way: one residue more, of kind `private-key`, tells where they stand. A key with
 * a passphrase, in hardware, or in the pieces in which a program computes with it is not recognised.
 */
export async function scanWithKeys(options: ScanOptions): Promise<Scanned> {
  const { credentials, places, held = [], folder, timeoutMs, certificates = [], expectPaths = false } = options;
  if (credentials.length + certificates.length === 0) return { residues: [], keys: [] };
  const pass = new Pass(credentials, certificates, timeoutMs);
  for (const one of held) pass.readBytes(one);
  for (const [index, { path, exec, pid }] of places.entries()) {
    if (path !== undefined) await pass.readPath(resolve(folder, path), expectPaths);
    if (exec !== undefined) await pass.readOutput(`output of storage[${index}]`, exec, folder);
    if (pid !== undefined) await pass.readMemory(`memory of process ${pid}`, pid);
  }
  return pass.result();
}

/** One stream read into both. */
class Both implements Basin {
  readonly #sieve: Sieve<CredentialForm>;
  readonly #keys: KeyFinder;

  constructor(sieve: Sieve<CredentialForm>, keys: KeyFinder) {
    this.#sieve = sieve;
    this.#keys = keys;
  }

  get room(): Buffer {
    return this.#sieve.room;
  }

  advance(count: number): void {
    this.#keys.write(this.#sieve.room.subarray(0, count));
    this.#sieve.advance(count);
  }

  write(bytes: Buffer): void {
    this.#keys.write(bytes);
    this.#sieve.write(bytes);
  }
}

/** One reading of all places, for all credentials at once. */
class Pass {
  readonly #credentials: readonly Credential[];
  readonly #search: Search<CredentialForm>;
  readonly #sieve: Sieve<CredentialForm>;
  readonly #keys: KeyFinder | undefined;
  readonly #basin: Basin;
  readonly #places: Places;
  readonly #unreadable: string[] = [];
  readonly #timeLeft: TimeLeft;
  #scanned = 0;

  constructor(credentials: readonly Credential[], certificates: readonly string[], timeoutMs: number) {
    this.#credentials = credentials;
    this.#search = prepareSearch(
      credentials.flatMap((one, credential) => formsOf(one).map((form) => ({ ...form, credential }))),
    );
    this.#sieve = new Sieve(this.#search);
    this.#keys = certificates.length === 0 ? undefined : new KeyFinder(certificates);
    this.#basin = this.#keys === undefined ? this.#sieve : new Both(this.#sieve, this.#keys);
    this.#places = new Places(credentials.length);
    const began = monotonicNow();
    this.#timeLeft = () => Math.max(0, Math.ceil(timeoutMs - (monotonicNow() - began) / 1000));
  }

  readBytes({ place, bytes, problem }: HeldPlace): void {
    const finds = this.#begin(place);
    this.#basin.write(bytes);
    this.#end(place, finds, problem);
  }

  async readPath(path: string, expected: boolean): Promise<void> {
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
      const finds = this.#begin(found.name);
      this.#end(found.name, finds, await readFile(found.path, this.#basin, this.#timeLeft));
    }
    if (empty && expected) this.#cannotRead(path, NOT_THERE);
    else if (empty) this.#scanned += 1;
  }

  async readOutput(place: string, command: string, folder: string): Promise<void> {
    const finds = this.#begin(place);
    this.#end(place, finds, await readOutput(command, folder, this.#basin, this.#timeLeft));
  }

  async readMemory(place: string, pid: number): Promise<void> {
    const finds = new Finds();
    const begin = (address: number) => this.#begin(place, finds, address);
    this.#end(place, finds, await readMemory(pid, this.#basin, begin, this.#timeLeft));
  }

  result(): Scanned {
    const hidden = this.#unreadable.length - MOST_REASONS;
    const reasons = this.#unreadable.slice(0, MOST_REASONS);
    const unreadable = hidden > 0 ? [...reasons, `and ${hidden} more`] : reasons;
    const common = { scanned: this.#scanned, unreadable };
    const residues = this.#credentials.map(({ kind: credential }, index): Residue => {
      return { credential, places: this.#places.of(index), ...common };
    });
    if (this.#keys === undefined) return { residues, keys: [] };
    const keys = this.#keys.found;
    const places = keys.map(({ place, offset, encoding }) => ({ place: this.#masked(place), offset, encoding }));
    return { residues: [...residues, { credential: 'private-key', places, ...common }], keys };
  }

  #begin(place: string, finds = new Finds(), offset = 0): Finds {
    // What was read of a process before a gap in its memory.
    this.#keys?.end();
    this.#keys?.begin(place, offset);
    this.#sieve.begin((form, at) => finds.add(form, at), offset);
    return finds;
  }

  /** What was found counts, even in what could not be read to its end. */
  #end(place: string, finds: Finds, problem: string | undefined): void {
    this.#keys?.end();
    this.#places.add(this.#masked(place), finds);
    const why = problem ?? this.#keys?.problem;
    if (why === undefined) this.#scanned += 1;
    else this.#cannotRead(place, why);
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
