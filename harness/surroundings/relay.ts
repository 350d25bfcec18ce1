import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { Micros, WireEvent, WireObserver } from '../../simulators/wire/facts.ts';

/**
 * What nodes of ours see when they outlive a scenario: each scenario in turn gets the events of its own connections, and what is asked in its
 * time on a connection of before, such as an AEF keeps to its CCF. When that was opened, and how it ends, is no evidence of the scenario.
 */
export class Relay {
  #listener: WireObserver | undefined;
  /** Connections that came up while the listener of now listens. */
  readonly #connections = new Set<string>();
  #since: Micros = 0;
  readonly #watchers = new Set<() => void>();

  /** Hand this to the nodes. */
  readonly observe: WireObserver = (event) => {
    if (opens(event)) this.#connections.add(event.connection);
    if (this.#connections.has(event.connection) || this.#isAskedNow(event)) this.#listener?.(event);
    for (const look of this.#watchers) look();
  };

  /** From now on this observer is told; undefined: nobody. */
  attach(listener: WireObserver | undefined): void {
    this.#connections.clear();
    this.#since = monotonicNow();
    this.#listener = listener;
  }

  #isAskedNow(event: WireEvent): boolean {
    return event.kind === 'exchange' && event.requestAt >= this.#since;
  }

  /** Resolves true as soon as the condition holds, which is looked at after every event; false after `boundMs`. */
  until(condition: () => boolean, boundMs: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (result: boolean) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(result);
      };
      const look = () => {
        if (condition()) finish(true);
      };
      const timer = setTimeout(() => finish(condition()), Math.max(0, boundMs));
      this.#watchers.add(look);
    });
  }
}

function opens({ kind }: WireEvent): boolean {
  return kind === 'connection' || kind === 'connect-failed';
}
