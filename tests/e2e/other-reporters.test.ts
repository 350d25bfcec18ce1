/** Runs that are reported on by others, and runs that stop early. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test('another reporter leaves no report of ours, and not that of the run before either', async ({ checkout }) => {
  const report = await checkout.write(
    'reports/out/conformance.json',
    JSON.stringify({ harness: { name: 'capif-conformance' }, scenarios: [{}] }),
  );
  const { code, output } = await checkout.play(['-g', 'ccf-unknown-id', '--reporter=dot']);
  expect(code, output).toBe(0);
  await expect(access(report)).rejects.toThrow(/ENOENT/);
  await access(join(checkout.folder, 'reports/out/previous/conformance.json'));
});

test('a run that stops at the first failure has failed, and the harness has not', async ({ checkout, simulate }) => {
  const { target } = await startedCcf(simulate, checkout, '--fault', 'answers-204-to-unknown-id');
  const { conformance, output } = await checkout.play(['-g', 'ccf-unknown-id|ccf-foreign-id', '--max-failures=1'], {
    CAPIF_TARGET: target,
  });
  expect(conformance?.summary.fail, output).toBe(1);
  expect(conformance?.errors).toEqual([]);
  expect(output).toContain('Testing stopped early after 1 maximum allowed failures.');
  // The filter left something out, and the report knows.
  expect(conformance?.incompleteBecause).toContainEqual(
    expect.stringMatching(/ and \d+ others were left out: by a filter,/),
  );
});
