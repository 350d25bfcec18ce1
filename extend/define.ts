/**
 * Actions, probes and checks of the user's own. A module of theirs exports what these functions return, and is named by `CAPIF_EXTENSIONS`.
 *
 * It must not import a registry, for the registries wait until such modules are loaded.
 */
import type { Act } from '../harness/actions/registry.ts';
import type { Check } from '../harness/checks/check.ts';
import { type Definition, define } from '../harness/extensions/definition.ts';
import type { Probe } from '../harness/probes/probe.ts';
import type { Requirement } from '../scenarios/requirements/ledger.ts';

/** What a scenario can `do` in a step or, as a precondition, have `given`. */
export interface ActionDefinition extends Act {
  /** As scenarios name it: `acme.reboot`. */
  readonly name: string;
  /** Default `do`. */
  readonly as?: 'do' | 'given';
}

/** What a scenario can `probe`. */
export interface ProbeDefinition extends Probe {
  /** As scenarios name it: `acme-status`. */
  readonly name: string;
}

/** A requirement of the user's own, as a row of the ledger is written; it is `derived`, and `basis` says from what. */
export type OwnRequirement = Omit<Requirement, 'edition' | 'methods' | 'basis'> & {
  readonly basis: string;
  /** Default: all. */
  readonly methods?: Requirement['methods'];
};

/** A requirement and how it is judged. */
export interface CheckDefinition extends Omit<Check, 'requirement'> {
  readonly requirement: OwnRequirement;
}

/** @throws {TypeError} for what is no action, in one line. */
export function defineAction(action: ActionDefinition): Definition {
  demand('defineAction', action.name, { name: 'string', describe: 'string', run: 'function' }, action);
  return define(action.as === 'given' ? 'precondition' : 'action', action);
}

/** @throws {TypeError} for what is no probe, in one line. */
export function defineProbe(probe: ProbeDefinition): Definition {
  const shape = { name: 'string', describe: 'string', harmless: 'boolean', control: 'boolean', ask: 'function' };
  demand('defineProbe', probe.name, shape, probe);
  return define('probe', probe);
}

/** @throws {TypeError} for what is no check, in one line. */
export function defineCheck(check: CheckDefinition): Definition {
  const { requirement } = check;
  demand('defineCheck', requirement?.id, { requirement: 'object', expected: 'string', judge: 'function' }, check);
  return define('check', check);
}

/** Not everybody writes TypeScript. */
function demand(by: string, name: unknown, shape: Readonly<Record<string, string>>, value: object): void {
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [member, type] of Object.entries(shape)) {
    const found = members.get(member);
    const is = found === null ? 'null' : typeof found;
    if (is !== type)
      throw new TypeError(`${by} ${JSON.stringify(name) ?? '?'}: ${member} is ${is}, and must be ${type}`);
  }
  // That of a requirement has rules of its own.
  if (members.has('name') && !/^[a-z][\w.-]*$/i.test(String(name))) {
    throw new TypeError(`${by} ${JSON.stringify(name)}: a name is letters, digits, ".", "-" and "_"`);
  }
}
