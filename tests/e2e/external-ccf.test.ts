/** The built-in nodes and the same CCF as a process of its own: the same verdicts, and neither run tells a secret. */
import { expect } from '@playwright/test';
import { loadTarget } from '../../harness/target/load.ts';
import type { Checkout, RunResult } from './checkout.ts';
import { startedCcf, test } from './fixtures.ts';
import { attachmentsIn, scan } from './secret-scan.ts';
import { verdictsOf } from './verdicts.ts';

test.describe.configure({ mode: 'serial' });

interface Recorded extends RunResult {
  readonly reports: ReadonlyMap<string, string>;
}

/** Playwright's own JSON report is asked for too: the run records, attached to the tests, are nowhere else on disk. */
async function playAndRead(checkout: Checkout, env: Readonly<Record<string, string>> = {}): Promise<Recorded> {
  const result = await checkout.play(['--reporter=./reports/reporter.ts,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: 'reports/out/results.json',
    ...env,
  });
  return { ...result, reports: await checkout.reports() };
}

let builtIn: Recorded;
let external: Recorded;
let credentials: Record<string, string>;

test.beforeAll(async ({ checkout, simulate }) => {
  test.setTimeout(240_000);
  builtIn = await playAndRead(checkout);
  const { target, ccf } = await startedCcf(simulate, checkout);
  external = await playAndRead(checkout, { CAPIF_TARGET: target });
  await ccf.end('SIGTERM');
  const loaded = loadTarget(target);
  if (loaded.role !== 'ccf') throw new Error(`simulate ccf wrote a target of role ${loaded.role}`);
  const { onboardingCredential = '', registrationCredential = '' } = loaded.identity;
  credentials = { 'onboarding credential': onboardingCredential, 'registration credential': registrationCredential };
});

test('a CCF that runs elsewhere gets the verdicts of the built-in one, scenario by scenario', () => {
  expect({ builtIn: builtIn.code, external: external.code }, builtIn.output + external.output).toEqual({
    builtIn: 0,
    external: 0,
  });
  if (!builtIn.conformance || !external.conformance) throw new Error('a run left no report');
  // The built-in nodes have a second CCF, whose operator retains; this one claims that it does not.
  const ruledOut = (row: string) => row.startsWith('ccf-retention ');
  const expected = verdictsOf(builtIn.conformance);
  const seen = verdictsOf(external.conformance);
  expect(expected.size).toBeGreaterThan(100);
  expect([...seen].filter(([row]) => !ruledOut(row))).toEqual([...expected].filter(([row]) => !ruledOut(row)));
  expect([...new Set([...seen].filter(([row]) => ruledOut(row)).map(([, verdict]) => verdict))]).toEqual([
    'not-applicable',
  ]);
  expect(external.conformance.summary.complete).toBe(true);
});

test('neither output nor reports of the built-in run hold a secret', () => {
  expectClean(builtIn);
});

test('neither do those of a run whose credentials are known', () => {
  expectClean(external, credentials);
});

function expectClean({ output, reports }: Recorded, known: Readonly<Record<string, string>> = {}): void {
  const finds = [...reports, ['output', output] as const].flatMap(([file, text]) =>
    scan(text, known).map((find) => `${file}: ${find}`),
  );
  expect(finds).toEqual([]);
  // Otherwise there was nothing to find: the records are there, and secrets of each kind crossed the wire in this run.
  const records = attachmentsIn(reports.get('results.json') ?? '').join('\n');
  const kinds = ['onboarding-credential', 'registration-credential', 'onboarding-secret', 'access-token', 'AEFPSK'];
  for (const kind of kinds) expect(records).toContain(`‹${kind}:`);
}
