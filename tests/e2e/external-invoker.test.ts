/** An API invoker that runs elsewhere, led by its hooks: the verdicts of the built-in one, and of what it keeps exactly that row. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { type Simulate, startedNode, test } from './fixtures.ts';
import { expectClean, playAndRead, type Recorded, reportOf } from './recorded.ts';
import { verdictsOf, withVerdict } from './verdicts.ts';

test.describe.configure({ timeout: 240_000 });

test('an API invoker that runs elsewhere gets the verdicts of the built-in one', async ({ checkout, simulate }) => {
  const builtIn = await playAndRead(checkout, {}, ['-g', '@invoker']);
  expect(builtIn.code, builtIn.output).toBe(0);
  const storage = join(checkout.folder, 'credentials');
  const { node, target } = await startedNode('invoker', simulate, checkout, '--storage', storage);
  const external = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', '@invoker']);
  expect(external.code, external.output).toBe(0);

  const expected = verdictsOf(reportOf(builtIn));
  expect(expected.size).toBeGreaterThan(30);
  expect([...verdictsOf(reportOf(external))]).toEqual([...expected]);
  expect(reportOf(external).unjudged).toEqual([]);
  expectClean(external, ['onboarding-credential', 'onboarding-secret', 'access-token']);
  await node.end('SIGTERM');
});

test('a password that the target file takes from the environment for a hook is in no artefact, though the hook says it', async ({
  checkout,
}) => {
  const password = 'S3cr3t-Hook-Passw0rd';
  const asks = `asks http://lab:\${ACME_PW}@127.0.0.1/`;
  const target = await checkout.write(
    'talkative.yaml',
    `name: talkative
role: invoker
timing: { teardown: 1s, notification: 1s, deletion: 500ms, answer: 2s }
hooks: { onboard: { exec: "sh -xc 'true ${asks}'" }, trigger: { exec: "sh -xc 'false ${asks}'" } }
`,
  );
  const env = { CAPIF_TARGET: target, ACME_PW: password };
  const run = await playAndRead(checkout, env, ['-g', 'invoker-offboarding · oauth · TLS 1.2']);
  expect(run.code, run.output).toBe(1);
  expectClean(run, ['environment'], { password });
});

/** A whole offboarding of an API invoker with this fault. */
async function playedWith(
  fault: string,
  { checkout, simulate }: { readonly checkout: Checkout; readonly simulate: Simulate },
): Promise<Recorded & { readonly storage: string }> {
  const storage = join(checkout.folder, `credentials-${fault}`);
  const { target } = await startedNode('invoker', simulate, checkout, '--storage', storage, '--fault', fault);
  const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', 'invoker-offboarding · oauth · TLS 1.2']);
  expect(run.code, run.output).toBe(1);
  const report = reportOf(run);
  for (const verdict of ['warn', 'inconclusive', 'error']) expect(withVerdict(report, verdict)).toEqual([]);
  return { ...run, storage };
}

/** Why that requirement failed. */
function reasonFor(run: Recorded, requirement: string): string {
  expect(withVerdict(reportOf(run), 'fail')).toEqual([requirement]);
  const checks = reportOf(run).scenarios.flatMap(({ steps }) => steps.flatMap((step) => step.checks));
  return checks.find((check) => check.requirement === requirement && check.verdict === 'fail')?.reason ?? '';
}

test('one that keeps a copy of its key in base64 fails S5-certificate-deleted, told where and how, and nothing else', async ({
  checkout,
  simulate,
}) => {
  const run = await playedWith('keeps-key-backup', { checkout, simulate });
  expect(reasonFor(run, 'S5-certificate-deleted')).toContain(`${run.storage}/backup.txt:0 (base64 of PEM)`);
  const key = (await readFile(join(run.storage, 'backup.txt'), 'utf8')).split('\n');
  expectClean(run, ['access-token'], Object.fromEntries(key.filter(Boolean).map((line, at) => [`key ${at}`, line])));
});

test('one that keeps its token in a log fails S5-token-deleted, told where and how, and nothing else', async ({
  checkout,
  simulate,
}) => {
  const run = await playedWith('keeps-token-in-log', { checkout, simulate });
  const log = await readFile(join(run.storage, 'invoker.log'), 'utf8');
  const tokens = [...log.matchAll(/\S+\.\S+\.\S+/g)].map(([token]) => token);
  expect(reasonFor(run, 'S5-token-deleted')).toMatch(/\/invoker\.log:\d+ \(JWT\)/);
  // Whoever reads the report finds it there.
  const [, offset = ''] = /\/invoker\.log:(\d+) /.exec(reasonFor(run, 'S5-token-deleted')) ?? [];
  expect(tokens.some((token) => log.startsWith(token, Number(offset)))).toBe(true);
  expectClean(run, ['access-token'], Object.fromEntries(tokens.map((token, at) => [`token ${at}`, token])));
});
