/** What a module of the user's own exports, as it looks before the registries have taken it up. */

export type Kind = 'precondition' | 'action' | 'probe' | 'check';

export interface Definition {
  readonly defines: Kind;
  /** What each registry makes of it is its own matter. */
  readonly what: object;
}

/** Known to every copy of this file that a process may hold. */
const MARK = Symbol.for('capif-conformance.definition');

export function define(defines: Kind, what: object): Definition {
  return Object.freeze({ defines, what, [MARK]: true });
}

export function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && MARK in value;
}
