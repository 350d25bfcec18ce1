/** `capif-conformance run` and `rerun`, from the package as it is published. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Conformance } from '../../reports/conformance-schema.ts';
import { expect } from '../support/test.ts';
import { test as base, startedCcf } from './fixtures.ts';
import { Installed } from './installed.ts';

const test = base.extend<object, { installed: Installed }>({
  installed: [
    async ({}, use) => {
      const installed = await Installed.pack();
      await use(installed);
      await installed.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
test.describe.configure({ mode: 'serial', timeout: 240_000 });

async function report({ folder }: Installed): Promise<Conformance> {
  return Conformance.parse(JSON.parse(await readFile(join(folder, 'reports/out/conformance.json'), 'utf8')));
}

const played = ({ scenarios }: Conformance) => scenarios.map(({ id, method, tls }) => `${id} ${method} ${tls}`);

test('a part of it: each step is shown, the reports are in the working directory, and the rest is missing', async ({
  installed,
}) => {
  const { code, stdout, stderr } = await installed.command(['run', '--grep', 'ccf-unknown-id', '--progress', 'lines']);
  expect(code, stdout + stderr).toBe(3);
  expect(stderr).toMatch(/^1\/\d+ ccf-unknown-id · \w+ · TLS 1\.2 ▸ step 2: /m);
  expect(stdout).toContain('Incomplete: ');
  expect(
    (await report(installed)).scenarios.every(({ id, verdict }) => id === 'ccf-unknown-id' && verdict === 'pass'),
  ).toBe(true);
  expect(existsSync(join(installed.place, 'reports/out'))).toBe(false);
});

test('a faulty CCF: not conformant, and what failed can be played again', async ({ installed, checkout, simulate }) => {
  const { ccf, target } = await startedCcf(simulate, checkout, '--fault', 'keeps-tls-open');
  const first = await installed.command([
    'run',
    '--target',
    target,
    '--grep',
    'ccf-unknown-id|offboarding · oauth',
    '--workers=1',
  ]);
  expect(first.code, first.stdout + first.stderr).toBe(1);
  const before = played(await report(installed));
  expect(before.filter((one) => one.startsWith('ccf-unknown-id'))).not.toEqual([]);

  const other = await installed.command(['rerun']);
  expect({ code: other.code, stdout: other.stdout }).toEqual({ code: 2, stdout: '' });
  expect(other.stderr).toMatch(
    /^rerun: the last run was of "reference CCF \(keeps-tls-open\)", .*; give the same --target\n$/,
  );

  const again = await installed.command(['rerun', '--target', target]);
  await ccf.end('SIGTERM');
  expect(again.code, again.stdout + again.stderr).toBe(1);
  expect(again.stdout).toMatch(/^Once more: ccf-offboarding · oauth · TLS 1\.2; ccf-offboarding · oauth · TLS 1\.3\n/);
  expect(played(await report(installed))).toEqual(before.filter((one) => one.startsWith('ccf-offboarding')));
});

test('what cannot begin ends with 2 and leaves no report', async ({ installed }) => {
  await writeFile(join(installed.folder, 'wrong.yaml'), 'name: Acme\nrole: cfc\n');
  for (const [args, told] of [
    [['run', '--target', 'wrong.yaml'], /wrong\.yaml:2:7 role: /],
    [['run', '--grep', 'no-such-scenario'], /No tests found/],
    [['run', '--taget', 'x.yaml'], /unknown option '--taget'/],
  ] as const) {
    const { code, stdout, stderr } = await installed.command(args);
    expect(code, stdout + stderr).toBe(2);
    expect(stdout + stderr).toMatch(told);
  }
  const { code, stderr } = await installed.command(['rerun', '--reports', 'nowhere']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'rerun: there is no report in nowhere; use "run" first, or name its folder by --reports\n',
  });
});

test('tests are only listed when only that is asked', async ({ installed }) => {
  const { code, stdout } = await installed.command(['run', '--list']);
  expect(code).toBe(0);
  expect(stdout).toContain('ccf-offboarding · psk · TLS 1.2');
});
