/** Faults and variants of the reference nodes, and which requirements a fault breaks. */
import { BROKEN_BY_AEF } from '../../scenarios/requirements/broken-by/aef.ts';
import { BROKEN_BY_CCF } from '../../scenarios/requirements/broken-by/ccf.ts';
import type { Expected } from '../../scenarios/requirements/broken-by/expected.ts';
import { BROKEN_BY_INVOKER } from '../../scenarios/requirements/broken-by/invoker.ts';
import { ROLES, type Role } from '../../scenarios/requirements/ledger.ts';
import { AEF_FAULTS } from '../../simulators/aef/faults.ts';
import { AEF_VARIANTS } from '../../simulators/aef/variants.ts';
import { CCF_FAULTS } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../simulators/ccf/variants.ts';
import { INVOKER_FAULTS } from '../../simulators/invoker/faults.ts';
import { INVOKER_VARIANTS } from '../../simulators/invoker/variants.ts';
import { filesIn, firstLine, keyLine, type Place } from './place.ts';

/** A way in which a reference node can be made to differ. */
export interface VariantEntry {
  readonly id: string;
  /** Which node. */
  readonly role: Role;
  /** One sentence. */
  readonly describe: string;
  readonly place: Place | undefined;
}

/** A misbehaviour, and by which requirements it is noticed; what cannot be told always or sometimes is one list. */
export interface FaultEntry extends VariantEntry, Required<Omit<Expected, 'perhaps'>> {}

type Described = Readonly<Record<string, { readonly describe: string }>>;

const NODES: Readonly<
  Record<Role, { faults: Described; variants: Described; broken: Readonly<Record<string, Expected>> }>
> = {
  ccf: { faults: CCF_FAULTS, variants: CCF_VARIANTS, broken: BROKEN_BY_CCF },
  aef: { faults: AEF_FAULTS, variants: AEF_VARIANTS, broken: BROKEN_BY_AEF },
  invoker: { faults: INVOKER_FAULTS, variants: INVOKER_VARIANTS, broken: BROKEN_BY_INVOKER },
};

/** Every fault of every reference node. */
export function faultEntries(): FaultEntry[] {
  return ROLES.flatMap((role) => {
    const { faults, broken } = NODES[role];
    const files = filesIn(`simulators/${role}`).filter((file) => file.endsWith('faults.ts'));
    return Object.entries(faults).map(([id, { describe }]) => {
      const { breaks = [], follows = [], untold = [], perhaps = [] }: Partial<Expected> = broken[id] ?? {};
      return {
        id,
        role,
        describe,
        breaks,
        follows,
        untold: [...untold, ...perhaps],
        place: firstLine(files, keyLine(id)),
      };
    });
  });
}

/** Every permitted variant of every reference node. */
export function variantEntries(): VariantEntry[] {
  return ROLES.flatMap((role) =>
    Object.entries(NODES[role].variants).map(([id, { describe }]) => ({
      id,
      role,
      describe,
      place: firstLine([`simulators/${role}/variants.ts`], keyLine(id)),
    })),
  );
}
