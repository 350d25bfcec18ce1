/** What the CI templates call, from playing to the gate: once whole, once in shards that are merged. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Conformance } from '../../reports/conformance-schema.ts';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { test } from './fixtures.ts';
import { CLI, PROJECT, run } from './process.ts';

const BOUND_MS = 110_000;

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** `ci/conformance.sh` in the copy, called as a CI does: from a folder of the user's, with little in the environment. */
function script(
  checkout: Checkout,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const options = {
    cwd: join(checkout.folder, 'project'),
    env: { PATH, HOME, NO_COLOR: '1', PWTEST_CACHE_DIR: join(checkout.folder, 'cache'), ...env },
    timeout: BOUND_MS,
  };
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      [join(checkout.folder, 'ci', 'conformance.sh'), ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

test.beforeAll(async ({ checkout }) => {
  for (const name of ['cli', 'ci']) await cp(join(PROJECT, name), join(checkout.folder, name), { recursive: true });
  await mkdir(join(checkout.folder, 'project'), { recursive: true });
});

test('played whole, bundled with a key, and gated', async ({ checkout }) => {
  test.setTimeout(150_000);
  const out = join(checkout.folder, 'reports', 'out');
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const passphrase = 'a-passphrase-of-the-ci';
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase });
  await checkout.write('reports/out/stale.txt', 'of an earlier run');

  const played = await script(checkout, ['play', ''], { CAPIF_PLAYWRIGHT_ARGS: '--grep ccf-unknown-id' });
  expect(played.code, played.output).toBe(0);
  expect(await readdir(out)).not.toContain('stale.txt');

  const bundled = await script(checkout, ['bundle'], { CAPIF_SIGNING_KEY: `${pem}`, CAPIF_KEY_PASSPHRASE: passphrase });
  expect(bundled.code, bundled.output).toBe(0);
  expect(bundled.output).not.toContain(passphrase);
  const key = await checkout.write('public.pem', `${publicKey.export({ format: 'pem', type: 'spki' })}`);
  const verified = await run(CLI, ['verify', join(out, 'conformance.zip'), '--key', key]);
  expect(verified.stdout + verified.stderr).toContain('Signed by key');
  expect(verified.code).toBe(0);

  const open = await script(checkout, ['gate']);
  expect(open.output).toContain('Gate (shall): open');
  expect(open.code).toBe(0);
  const closed = await script(checkout, ['gate'], { CAPIF_POLICY: 'shall,complete' });
  expect(closed.output).toContain('incomplete: No scenario judged');
  expect(closed.code).toBe(3);
});

test('played in two shards, merged, and gated', async ({ checkout }) => {
  test.setTimeout(240_000);
  const out = join(checkout.folder, 'reports', 'out');
  const blobs = join(checkout.folder, 'blobs');
  await mkdir(blobs, { recursive: true });
  for (const shard of ['1', '2']) {
    const env = { CAPIF_PLAYWRIGHT_ARGS: '--grep ccf-unknown-id|ccf-no-certificate' };
    const { code, output } = await script(checkout, ['play', `${shard}/2`], env);
    expect(code, output).toBe(0);
    for (const name of await readdir(join(out, 'blob'))) await rename(join(out, 'blob', name), join(blobs, name));
  }
  expect(await readdir(blobs)).toHaveLength(2);
  const merged = await script(checkout, ['merge', blobs]);
  expect(merged.code, merged.output).toBe(0);
  const report = Conformance.parse(JSON.parse(await readFile(join(out, 'conformance.json'), 'utf8')));
  expect(new Set(report.scenarios.map(({ id }) => id))).toEqual(new Set(['ccf-no-certificate', 'ccf-unknown-id']));
  expect((await script(checkout, ['gate'])).code).toBe(0);
});

test('a target that cannot be used ends with 2, and so does a gate without a report', async ({ checkout }) => {
  test.setTimeout(150_000);
  const { code, output } = await script(checkout, ['play'], { CAPIF_TARGET: 'no-such.yaml' });
  expect(output).toContain('no-such.yaml cannot be read');
  expect(code).toBe(2);
  expect((await script(checkout, ['gate'])).code).toBe(2);
  expect((await script(checkout, ['wrong'])).code).toBe(2);
});
