/** What a scenario has to put away, and what it could not. */
import { delay } from '../../simulators/wire/clock.ts';
import type { Leftover } from '../evidence/run-record.ts';

/** Puts one thing away. What could not be removed at the target is answered; what it throws counts as such, too. */
export type Undo = () => Promise<readonly Leftover[] | undefined>;

/** Nothing more is done, since the run was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('the run was interrupted');
  }
}

/** How long what is going on at an interruption may take to come to its end, by default. */
const BOUND_MS = 5000;

/**
 * Undoes what was done, last in, first out, each thing once. It may be asked to while the scenario still runs, when the run is interrupted:
 * then nothing more is begun, what is going on is awaited, since what it makes has to be undone as well, and what has not come to its end in
 * time is told, for nobody knows what it made.
 */
export class CleanUp {
  readonly #tasks: { readonly what: string; readonly undo: Undo }[] = [];
  readonly #left: Leftover[] = [];
  readonly #goingOn = new Map<Promise<unknown>, string | undefined>();
  readonly #stopping = new AbortController();
  readonly #boundMs: number;
  #over = false;
  #running: Promise<unknown> = Promise.resolve();

  /** @param boundMs - For what is going on at an interruption. */
  constructor(boundMs: number = BOUND_MS) {
    this.#boundMs = boundMs;
  }

  /** Aborts, with {@link Interrupted}, when nothing more is to be begun; for what takes several requests. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** @param what - Names it, should it be left over: `API invoker …`. */
  add(what: string, undo: Undo | (() => Promise<void>)): void {
    const task = { what, undo: async () => (await undo()) ?? undefined };
    if (this.#over) this.#running = this.#running.then(() => this.#undo(task));
    else this.#tasks.push(task);
  }

  /** Something that is, or may be, at the target, and that nobody here can remove. */
  left(leftover: Leftover): void {
    this.#left.push(leftover);
  }

  /**
   * Does something that may have to be undone.
   *
   * @param what - Names it, should nobody know what became of it; undefined for what leaves nothing behind.
   * @throws {Interrupted} instead of doing it, once putting away has begun.
   */
  async during<Result>(what: string | undefined, act: () => Promise<Result>): Promise<Result> {
    this.signal.throwIfAborted();
    const acting = act();
    this.#goingOn.set(acting, what);
    try {
      return await acting;
    } finally {
      this.#goingOn.delete(acting);
    }
  }

  /** From now on nothing more is begun; resolves when what is going on has come to its end, or has taken too long. Never rejects. */
  async stop(): Promise<void> {
    if (!this.signal.aborted) this.#stopping.abort(new Interrupted());
    if (this.#goingOn.size === 0) return;
    await Promise.race([Promise.allSettled(this.#goingOn.keys()), delay(this.#boundMs)]);
    for (const what of this.#goingOn.values()) {
      const why = `it was still going on ${this.#boundMs} ms after the interruption`;
      if (what !== undefined) this.left({ what: `what "${what}" may have made`, why });
    }
    this.#goingOn.clear();
  }

  /** Resolves when everything is undone, with what was left behind. Never rejects. */
  async run(): Promise<readonly Leftover[]> {
    await this.stop();
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
