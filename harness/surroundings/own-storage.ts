import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from './surroundings.ts';

/** A temporary folder in which a built-in node under test keeps what it holds, and which is looked through as a foreign one's storage is. */
export class OwnStorage {
  readonly #node: 'ccf' | 'aef' | 'invoker';
  #folder: Promise<string> | undefined;

  constructor(node: 'ccf' | 'aef' | 'invoker') {
    this.#node = node;
  }

  /** Its path; it is made when it is asked for first. */
  folder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), `capif-${this.#node}-`));
    return this.#folder;
  }

  /** It as a target would declare it. */
  async storage(): Promise<Storage> {
    const folder = await this.folder();
    return { places: [{ path: folder }], folder };
  }

  /** With all that is in it. */
  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }
}
