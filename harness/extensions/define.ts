/**
 * Actions, probes and checks of the user's own. A module of theirs exports what these functions return, and is named by `CAPIF_EXTENSIONS`.
 *
 * This file imports types alone: it is loaded by such a module, and so before the registries that wait for it.
 */

import type { Requirement } from '../../scenarios/requirements/ledger.ts';
import type { Act } from '../actions/registry.ts';
import type { Check } from '../checks/check.ts';
import type { Probe } from '../probes/probe.ts';

/** Known to every copy of this file that a process may hold. */
const DEFINITION = Symbol.for('capif-conformance.definition');

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

export type Definition =
  | { readonly defines: 'action'; readonly what: ActionDefinition }
  | { readonly defines: 'probe'; readonly what: ProbeDefinition }
  | { readonly defines: 'check'; readonly what: CheckDefinition };

/** @throws {TypeError} for what is no action, in one line. */
export function defineAction(action: ActionDefinition): Definition {
  demand('defineAction', action.name, { name: 'string', describe: 'string', run: 'function' }, action);
  return marked({ defines: 'action', what: action });
}

/** @throws {TypeError} for what is no probe, in one line. */
export function defineProbe(probe: ProbeDefinition): Definition {
  const shape = {
    name: 'string',
    describe: 'string',
    harmless: 'boolean',
    control: 'boolean',
    ask: 'function',
  } as const;
  demand('defineProbe', probe.name, shape, probe);
  return marked({ defines: 'probe', what: probe });
}

/** @throws {TypeError} for what is no check, in one line. */
export function defineCheck(check: CheckDefinition): Definition {
  demand('defineCheck', check.requirement?.id, { requirement: 'object', expected: 'string', judge: 'function' }, check);
  return marked({ defines: 'check', what: check });
}

/** Whether one of these functions returned it. */
export function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && DEFINITION in value;
}

function marked(definition: Definition): Definition {
  return Object.freeze({ ...definition, [DEFINITION]: true });
}

/** Not everybody writes TypeScript. */
function demand(by: string, name: unknown, shape: Readonly<Record<string, string>>, value: object): void {
  for (const [member, type] of Object.entries(shape)) {
    const found: unknown = Object.entries(value).find(([key]) => key === member)?.[1];
    const is = found === null ? 'null' : typeof found;
    if (is !== type)
      throw new TypeError(`${by} ${JSON.stringify(name) ?? ''}: ${member} is ${is}, and must be ${type}`);
  }
  if (by !== 'defineCheck' && (typeof name !== 'string' || !/^[a-z][\w.-]*$/i.test(name))) {
    throw new TypeError(`${by} ${JSON.stringify(name)}: a name is letters, digits, ".", "-" and "_"`);
  }
}
