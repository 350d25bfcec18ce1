/** From a target to what its scenarios are played in. */
import type { Role } from '../../scenarios/requirements/ledger.ts';
import type { Target } from '../target/target.ts';
import { externalAef, referenceAef } from './around-aef.ts';
import { externalCcf, referenceCcf } from './around-ccf.ts';
import { externalInvoker, referenceInvoker } from './around-invoker.ts';
import type { Surroundings, SurroundingsSource, Wanted } from './surroundings.ts';

/** The surroundings of each role that a target has. */
export interface UnderTest {
  /** @throws {NotUnderWay} when the implementation under test did not come up. */
  get(wanted: Wanted & { readonly underTest: Role }): Promise<Surroundings>;
  close(): Promise<void>;
}

/** Opens nothing before a scenario asks for it. */
export function openTarget(target: Target): UnderTest {
  const open = sourcesOf(target);
  const opened = new Map<Role, SurroundingsSource>();
  return {
    async get(wanted) {
      const source = opened.get(wanted.underTest) ?? open(wanted.underTest);
      opened.set(wanted.underTest, source);
      return await source.get(wanted);
    },
    async close() {
      await Promise.all([...opened.values()].map((source) => source.close()));
    },
  };
}

function sourcesOf(target: Target): (role: Role) => SurroundingsSource {
  const only = (own: Role, open: () => SurroundingsSource) => (role: Role) => {
    if (role !== own) throw new Error(`the target ${target.name} is a ${own}, no ${role}`);
    return open();
  };
  switch (target.role) {
    case 'ccf':
      return only('ccf', () => externalCcf(target));
    case 'aef':
      return only('aef', () => externalAef(target));
    case 'invoker':
      return only('invoker', () => externalInvoker(target));
    case 'reference':
      return (role) => REFERENCE[role](target);
  }
}

const REFERENCE = { ccf: referenceCcf, aef: referenceAef, invoker: referenceInvoker } as const;
