/** The built-in nodes and the same CCF as a process of its own: the same verdicts, and neither run tells a secret. */
import { join } from 'node:path';
import { loadTarget } from '../../harness/target/load.ts';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';
import { expectClean, playAndRead, type Recorded } from './recorded.ts';
import { verdictsOf } from './verdicts.ts';

test.describe.configure({ mode: 'serial' });

/** Secrets of each of these kinds cross the wire in such a run. */
const KINDS = ['onboarding-credential', 'registration-credential', 'onboarding-secret', 'access-token', 'AEFPSK'];

let builtIn: Recorded;
let external: Recorded;
let credentials: Record<string, string>;

test.beforeAll(async ({ checkout, simulate }) => {
  test.setTimeout(240_000);
  builtIn = await playAndRead(checkout);
  const storage = join(checkout.folder, 'of-ccf');
  const { target, ccf } = await startedCcf(simulate, checkout, '--storage', storage);
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
  // The other two roles have files of their own.
  const expected = new Map([...verdictsOf(builtIn.conformance)].filter(([row]) => row.startsWith('ccf-')));
  const seen = verdictsOf(external.conformance);
  expect(expected.size).toBeGreaterThan(100);
  expect([...seen].filter(([row]) => !ruledOut(row))).toEqual([...expected].filter(([row]) => !ruledOut(row)));
  expect([...new Set([...seen].filter(([row]) => ruledOut(row)).map(([, verdict]) => verdict))]).toEqual([
    'not-applicable',
  ]);
  expect(external.conformance.summary.complete).toBe(true);
});

test('neither output nor reports of the built-in run hold a secret', () => {
  expectClean(builtIn, KINDS);
});

test('neither do those of a run whose credentials are known', () => {
  expectClean(external, KINDS, credentials);
});
