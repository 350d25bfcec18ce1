import type { Micros, WireEvent, WireObserver } from '../../simulators/wire/facts.ts';
import type { Entry, HarnessEntry, Stamp, Timeline } from './timeline.ts';

/** What the recorder needs of the world: a clock, and where the scenario stands. */
export interface RecorderOptions {
  readonly now: () => Micros;
}

/**
 * Writes the timeline: every wire event as it happens and every entry of the harness, numbered in the order of recording.
 *
 * Nothing is ever changed or removed. {@link Recorder.seal} ends it, so that clean-up after a scenario leaves no traces in its evidence.
 */
export class Recorder {
  readonly #entries: Entry[] = [];
  readonly #watchers = new Set<(entry: Entry) => void>();
  readonly #now: () => Micros;
  #sealed = false;
  /** Number of the scenario step being played; stamped on what is recorded. */
  step = 0;

  constructor(options: RecorderOptions) {
    this.#now = options.now;
  }

  /** Hand this to the simulated nodes. */
  readonly observe: WireObserver = (event) => {
    this.#append(event, event.at);
  };

  /** Records an entry of the harness, stamped now. */
  add(entry: HarnessEntry): Entry | undefined {
    return this.#append(entry, this.#now());
  }

  /** The recording so far, in order of `seq`. */
  get timeline(): Timeline {
    return this.#entries;
  }

  /** Sequence numbers of everything that was recorded since `mark` (a length of the timeline) about one of these connections. */
  since(mark: number, connections?: ReadonlySet<string>): number[] {
    return this.#entries
      .slice(mark)
      .filter((entry) => !('connection' in entry) || connections === undefined || connections.has(entry.connection))
      .map((entry) => entry.seq);
  }

  /** Sequence numbers of the wire entries of one connection. */
  seqsOf(connection: string): number[] {
    return this.#entries.flatMap((entry) =>
      'connection' in entry && entry.connection === connection ? [entry.seq] : [],
    );
  }

  /** Resolves true as soon as the recording satisfies `told`, or false after `boundMs`. */
  until(told: (timeline: Timeline) => boolean, boundMs: number): Promise<boolean> {
    if (told(this.#entries)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (result: boolean) => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve(result);
      };
      const watcher = () => {
        if (told(this.#entries)) finish(true);
      };
      const timer = setTimeout(() => finish(false), Math.max(0, boundMs));
      this.#watchers.add(watcher);
    });
  }

  /** Ends the recording: what happens from now on (clean-up) is not evidence. */
  seal(): void {
    this.#sealed = true;
  }

  #append(facts: WireEvent | HarnessEntry, at: Micros): Entry | undefined {
    if (this.#sealed) return undefined;
    const stamp: Stamp = { seq: this.#entries.length + 1, at, step: this.step };
    const entry: Entry = { ...facts, ...stamp };
    this.#entries.push(entry);
    for (const watcher of this.#watchers) watcher(entry);
    return entry;
  }
}
