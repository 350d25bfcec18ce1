/** Proof of judgement: every fault is caught by exactly what it breaks, every variant stays green. One test a row. */
import { expect, test } from '@playwright/test';
import { claimsFor } from '../../harness/target/variant-claims.ts';
import { CCF_FAULTS, type CcfFault } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS, type CcfVariant } from '../../simulators/ccf/variants.ts';
import { EXPECTED, WARNINGS } from './expected.ts';
import { MATRIX_ROW, type MatrixRow } from './matrix.ts';
import { type Deviation, ledger, playAll, type Row } from './play-all.ts';

const FAULTS = Object.keys(CCF_FAULTS) as CcfFault[];
const VARIANTS = Object.keys(CCF_VARIANTS) as CcfVariant[];

/** What must be caught: rows of the ledger that judge a CCF; `info` rows are recorded and catch nothing. */
const JUDGED = ledger.requirements
  .filter(({ roles, level }) => roles.includes('ccf') && level !== 'info')
  .map(({ id }) => id);

test('each requirement has a fault that nothing else catches', () => {
  const alone = new Set(
    Object.values(EXPECTED).flatMap(({ breaks, follows = [] }) => (breaks.length + follows.length === 1 ? breaks : [])),
  );
  expect(JUDGED.filter((id) => !alone.has(id))).toEqual([]);
});

for (const fault of FAULTS) {
  test(`fault ${fault}`, async ({ browserName: _ }, info) => {
    info.setTimeout(120_000);
    const row = await playAll({ fault });
    await attach(info, `fault ${fault}`, row);
    const { breaks, follows = [], untold = [] } = EXPECTED[fault];
    expect.soft(said(row, ['fail', 'warn']), row.reasons.join('\n')).toEqual([...breaks, ...follows].toSorted());
    expect.soft(said(row, ['inconclusive', 'error']), row.reasons.join('\n')).toEqual([...untold].toSorted());
  });
}

for (const variant of [undefined, ...VARIANTS]) {
  test(`variant ${variant ?? 'none: the reference itself'}`, async ({ browserName: _ }, info) => {
    info.setTimeout(120_000);
    const deviation: Deviation = variant === undefined ? {} : { variant };
    const row = await playAll(deviation, claimsFor(variant));
    await attach(info, `variant ${variant ?? 'none'}`, row);
    expect.soft(said(row, ['fail', 'inconclusive', 'error']), row.reasons.join('\n')).toEqual([]);
    expect.soft(said(row, ['warn']), row.reasons.join('\n')).toEqual([...(WARNINGS[variant ?? ''] ?? [])]);
    // Green because it was looked at, not because it was not.
    expect(said(row, ['pass', 'warn']).length).toBeGreaterThan(20);
  });
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
