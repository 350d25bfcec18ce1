import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { erase, makeFolder, nameOf, write } from './secret-files.ts';

/** How the entries of a map are kept. */
export interface Filing<Value> {
  /** The map's alone; made when something is kept first. */
  readonly folder: string;
  /** Of every file, with its dot. */
  readonly extension: string;
  /** What the file of an entry says; undefined: it has none. */
  readonly textOf: (value: Value) => string | undefined;
}

/** A map whose entries are files as well: `KEY.extension`, the key percent-encoded, there as long as the entry is, and no longer. */
export class FiledMap<Key extends string, Value> extends Map<Key, Value> {
  readonly #filing: Filing<Value>;
  /** Those that have a file. What it says is in nobody's memory twice. */
  readonly #filed = new Set<Key>();

  /** Files that an earlier node left in the folder are erased, for nobody holds what they say. */
  constructor(filing: Filing<Value>) {
    super();
    this.#filing = filing;
    const { folder, extension } = filing;
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith(extension)) erase(join(folder, entry.name));
    }
  }

  /** @throws Error of the file system, which names the file. */
  override set(key: Key, value: Value): this {
    this.#file(key, this.#filing.textOf(value));
    return super.set(key, value);
  }

  /** @throws Error of the file system, which names the file. */
  override delete(key: Key): boolean {
    this.#file(key, undefined);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  #file(key: Key, text: string | undefined): void {
    const { folder, extension } = this.#filing;
    const path = join(folder, nameOf(key) + extension);
    if (this.#filed.delete(key)) erase(path);
    if (text === undefined) return;
    makeFolder(folder);
    write(path, text);
    this.#filed.add(key);
  }
}
