/** What a scenario has to put away, and what it could not. */
import type { Leftover } from '../evidence/run-record.ts';

/** Puts one thing away. What could not be removed at the target is answered; what it throws counts as such, too. */
export type Undo = () => Promise<readonly Leftover[] | undefined>;

/**
 * Undoes what was done, last in, first out, each thing once. It may be asked to while the scenario still runs, when the run is interrupted:
 * what is added after that is undone at once.
 */
export class CleanUp {
  readonly #tasks: { readonly what: string; readonly undo: Undo }[] = [];
  readonly #left: Leftover[] = [];
  #over = false;
  #running: Promise<unknown> = Promise.resolve();

  /** @param what - Names it, should it be left over: `API invoker …`. */
  add(what: string, undo: Undo | (() => Promise<void>)): void {
    const task = { what, undo: async () => (await undo()) ?? undefined };
    if (this.#over) this.#running = this.#running.then(() => this.#undo(task));
    else this.#tasks.push(task);
  }

  /** Resolves when everything is undone, with what was left behind. Never rejects. */
  async run(): Promise<readonly Leftover[]> {
    this.#over = true;
    this.#running = this.#running.then(async () => {
      for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) await this.#undo(task);
    });
    await this.#running;
    return [...this.#left];
  }

  /** One that fails (the target may be gone) must not keep the others from running. */
  async #undo({ what, undo }: { readonly what: string; readonly undo: Undo }): Promise<void> {
    try {
      this.#left.push(...((await undo()) ?? []));
    } catch (error) {
      this.#left.push({ what, why: error instanceof Error ? error.message : String(error) });
    }
  }
}
