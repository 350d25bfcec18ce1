/** A CCF under test that hands out identities in a way of its own: the target's onboard hook does what our nodes else do themselves. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTarget } from '../../harness/target/load.ts';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { type Simulate, startedCcf, test } from './fixtures.ts';
import { PROJECT } from './process.ts';
import { expectClean, playAndRead, reportOf } from './recorded.ts';
import { withVerdict } from './verdicts.ts';

test.describe.configure({ timeout: 240_000 });

const SCENARIO = ['-g', 'ccf-offboarding · oauth · TLS 1.3'];

/** A CCF of whose credentials the target file says nothing: the operator's hook knows them. */
async function withOperator({ checkout, simulate }: { readonly checkout: Checkout; readonly simulate: Simulate }) {
  const { ccf, target: written } = await startedCcf(simulate, checkout);
  const target = loadTarget(written);
  if (target.role !== 'ccf') throw new Error('simulate ccf wrote a target of another role');
  const { onboardingCredential = '', registrationCredential = '' } = target.identity;
  await copyFile(join(PROJECT, 'tests/e2e/provisioning-hook.mjs'), join(checkout.folder, 'hook.mjs'));
  const path = await checkout.write(
    'provisioned.yaml',
    `name: a CCF with an operator
role: ccf
endpoints: { capif: "${target.endpoints.capif}" }
trust: { ca: ${JSON.stringify(target.trust.ca)} }
hooks: { onboard: { exec: "node hook.mjs" } }
`,
  );
  return { ccf, path, onboardingCredential, registrationCredential };
}

test('our nodes act with what the hook was issued, and the verdicts are those of a CCF that provisions as TS 29.222 says', async ({
  checkout,
  simulate,
}) => {
  const { ccf, path, ...credentials } = await withOperator({ checkout, simulate });
  const { onboardingCredential: OPERATOR_ONBOARD, registrationCredential: OPERATOR_REGISTER } = credentials;
  const run = await playAndRead(checkout, { CAPIF_TARGET: path, OPERATOR_ONBOARD, OPERATOR_REGISTER }, SCENARIO);
  await ccf.end('SIGTERM');
  expect(run.code, run.output).toBe(0);
  const report = reportOf(run);
  for (const verdict of ['warn', 'fail', 'inconclusive', 'error']) expect(withVerdict(report, verdict)).toEqual([]);
  expect(withVerdict(report, 'pass').length).toBeGreaterThan(15);
  const evidence = [...run.reports].filter(([file]) => file.startsWith('evidence/')).map(([, text]) => text);
  const [record = ''] = evidence;
  expect(record.match(/the onboard hook onboarded it as INV/g)).toHaveLength(2);
  expect(/"POST",\s*"target": "[^"]*(?:onboardedInvokers|registrations)"/.test(record), 'we did neither').toBe(false);
  expect(run.output, 'nothing is left behind').not.toContain('Left at the target');
  expectClean(run, ['access-token'], credentials);
});

test('a hook that fails is one line before anything is played', async ({ checkout, simulate }) => {
  const { ccf, path } = await withOperator({ checkout, simulate });
  const [OPERATOR_ONBOARD, OPERATOR_REGISTER] = ['not-the-credential', 'nor-this'];
  const run = await checkout.play(SCENARIO, { CAPIF_TARGET: path, OPERATOR_ONBOARD, OPERATOR_REGISTER });
  await ccf.end('SIGTERM');
  expect(run.code).not.toBe(0);
  expect(run.conformance).toBeUndefined();
  expect(run.output).toMatch(/provisioned\.yaml hooks\.onboard: the onboard hook \(node …\) ended with exit code 1/);
});
