/** Proof of judgement: every fault is caught by exactly what it breaks, every variant stays green. One test a row. */

import { claimsFor } from '../../harness/target/variant-claims.ts';
import type { Role } from '../../scenarios/requirements/ledger.ts';
import { AEF_FAULTS } from '../../simulators/aef/faults.ts';
import { AEF_VARIANTS } from '../../simulators/aef/variants.ts';
import { CCF_FAULTS } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../simulators/ccf/variants.ts';
import { INVOKER_FAULTS } from '../../simulators/invoker/faults.ts';
import { INVOKER_VARIANTS } from '../../simulators/invoker/variants.ts';
import { expect, test } from '../support/test.ts';
import { EXPECTED, EXPECTED_OF_AEF, EXPECTED_OF_INVOKER, type Expected, WARNINGS } from './expected.ts';
import { MATRIX_ROW, type MatrixRow } from './matrix.ts';
import { type Deviation, deviates, ledger, playAll, type Row } from './play-all.ts';

interface Matrix {
  readonly role: Role;
  readonly faults: readonly Deviation[];
  /** The conformant node first. */
  readonly variants: readonly Deviation[];
  readonly expected: Readonly<Record<string, Expected>>;
  /** Requirements that a run of a conformant node must at least have proved: green because it was looked at. */
  readonly proves: number;
}

const names = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table)[];

const MATRICES: readonly Matrix[] = [
  {
    role: 'ccf',
    faults: names(CCF_FAULTS).map((fault) => ({ role: 'ccf', fault })),
    variants: [{ role: 'ccf' }, ...names(CCF_VARIANTS).map((variant) => ({ role: 'ccf', variant }) as const)],
    expected: EXPECTED,
    proves: 20,
  },
  {
    role: 'aef',
    faults: names(AEF_FAULTS).map((fault) => ({ role: 'aef', fault })),
    variants: [{ role: 'aef' }, ...names(AEF_VARIANTS).map((variant) => ({ role: 'aef', variant }) as const)],
    expected: EXPECTED_OF_AEF,
    proves: 13,
  },
  {
    role: 'invoker',
    faults: names(INVOKER_FAULTS).map((fault) => ({ role: 'invoker', fault })),
    variants: [
      { role: 'invoker' },
      ...names(INVOKER_VARIANTS).map((variant) => ({ role: 'invoker', variant }) as const),
    ],
    expected: EXPECTED_OF_INVOKER,
    proves: 9,
  },
];

/** Judged of the CCF whose operator retains, which is another than the one that does not. */
const OF_ANOTHER_CCF = 'S3-retained-is-inert';

for (const { role, faults, variants, expected, proves } of MATRICES) {
  // `info` rows are recorded and catch nothing.
  const judged = ledger.requirements.filter(({ roles, level }) => roles.includes(role) && level !== 'info');

  test(`each requirement on the ${role} has a fault that nothing else catches`, () => {
    const alone = new Set(
      Object.values(expected).flatMap(({ breaks, follows = [] }) =>
        breaks.length + follows.length === 1 ? breaks : [],
      ),
    );
    expect(judged.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
  });

  for (const deviation of faults) {
    const { fault } = deviation;
    test(`${role}, fault ${fault}`, async ({}, info) => {
      info.setTimeout(120_000);
      const table = expected[String(fault)] ?? { breaks: ['a row in the table'] };
      const { breaks, follows = [], untold = [], perhaps = [] } = table;
      const row = await playAll(deviation, {}, table);
      await attach(info, `${role}, fault ${fault}`, row);
      const unjudged = judged.map(({ id }) => id).filter((id) => !row.verdicts.has(id));
      expect.soft(unjudged.filter((id) => id !== OF_ANOTHER_CCF || deviates(deviation, true))).toEqual([]);
      expect.soft(said(row, ['fail', 'warn']), row.reasons.join('\n')).toEqual([...breaks, ...follows].toSorted());
      const open = said(row, ['inconclusive', 'error']).filter((id) => !perhaps.includes(id));
      expect.soft(open, row.reasons.join('\n')).toEqual([...untold].toSorted());
    });
  }

  for (const deviation of variants) {
    const { variant } = deviation;
    test(`${role}, variant ${variant ?? 'none: the reference itself'}`, async ({}, info) => {
      info.setTimeout(120_000);
      const row = await playAll(deviation, variant === undefined ? {} : claimsFor(variant, role));
      await attach(info, `${role}, variant ${variant ?? 'none'}`, row);
      expect.soft(said(row, ['fail', 'inconclusive', 'error']), row.reasons.join('\n')).toEqual([]);
      expect.soft(said(row, ['warn']), row.reasons.join('\n')).toEqual([...(WARNINGS[variant ?? ''] ?? [])]);
      expect(said(row, ['pass', 'warn']).length).toBeGreaterThanOrEqual(proves);
    });
  }
}

function said({ verdicts }: Row, wanted: readonly string[]): string[] {
  return [...verdicts].flatMap(([id, verdict]) => (wanted.includes(verdict) ? [id] : [])).toSorted();
}

async function attach(
  info: { attach: typeof test.info extends () => { attach: infer A } ? A : never },
  name: string,
  row: Row,
): Promise<void> {
  const written: MatrixRow = { name, verdicts: Object.fromEntries(row.verdicts) };
  await info.attach(MATRIX_ROW, { body: JSON.stringify(written), contentType: 'application/json' });
}
