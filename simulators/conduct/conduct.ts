/** What a simulated node does, which may change while it runs: a behaviour to the letter, and the faults that are on at the moment. */

/** A named change of a behaviour. */
interface Change<Behaviour> {
  readonly change: (behaviour: Behaviour) => Behaviour;
}

/** The switches of one node, for whoever leads it. */
export interface FaultSwitch<Fault extends string = string> {
  /** Those that are on, in the order in which they apply. */
  readonly on: readonly Fault[];
  /**
   * From now on these faults, and no others. What is under way goes on as it began; what a fault remembered is forgotten.
   *
   * @throws {Error} for a change that would need the ports to be opened anew: such a fault is on from the start, or not at all. Nothing has
   *   changed then.
   */
  set(faults: readonly Fault[]): void;
}

export interface ConductOptions<Behaviour, Fault extends string> {
  /** The behaviour without faults: conformant, or a variant of it. */
  readonly faultless: Behaviour;
  /** Every fault there is. */
  readonly faults: Readonly<Record<Fault, Change<Behaviour>>>;
  /** Those that are on from the start. */
  readonly on: Fault | readonly Fault[] | undefined;
  /** What of a behaviour is read once, when the ports are opened; plain data. Default: nothing. */
  readonly fixed?: (behaviour: Behaviour) => unknown;
}

/** How one node behaves now. Its procedures read {@link Conduct.behaviour} whenever they need it, and keep no copy. */
export class Conduct<Behaviour, Fault extends string> implements FaultSwitch<Fault> {
  readonly #options: ConductOptions<Behaviour, Fault>;
  #on: readonly Fault[];
  #behaviour: Behaviour;

  constructor(options: ConductOptions<Behaviour, Fault>) {
    this.#options = options;
    const { on = [] } = options;
    this.#on = typeof on === 'string' ? [on] : on;
    this.#behaviour = this.#with(this.#on);
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  get on(): readonly Fault[] {
    return this.#on;
  }

  set(faults: readonly Fault[]): void {
    const changed = this.#with(faults);
    if (this.#fixedOf(changed) !== this.#fixedOf(this.#behaviour)) {
      const concerned = [...faults, ...this.#on].filter((fault) => faults.includes(fault) !== this.#on.includes(fault));
      throw new Error(`${concerned.join(', ')}: decided when the ports are opened; start the node with it, or without`);
    }
    this.#on = [...faults];
    this.#behaviour = changed;
  }

  #with(on: readonly Fault[]): Behaviour {
    const { faultless, faults } = this.#options;
    return on.reduce((behaviour, name) => faults[name].change(behaviour), faultless);
  }

  #fixedOf(behaviour: Behaviour): string {
    return JSON.stringify(this.#options.fixed?.(behaviour) ?? null);
  }
}
