/** The package in somebody else's project: their Playwright, their actions, probes and checks. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Conformance } from '../../reports/conformance-schema.ts';
import { expect } from '../support/test.ts';
import { test as base } from './fixtures.ts';
import { Installed } from './installed.ts';
import { PROJECT } from './process.ts';

const execute = promisify(execFile);

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

/** The blocks of docs/extend.md, each under the name of the file that stands before it. */
async function example(): Promise<Map<string, string>> {
  const text = await readFile(join(PROJECT, 'docs/extend.md'), 'utf8');
  const blocks = text.matchAll(/^\*\*([\w./-]+)\*\*.*:\n\n```(?:ts|yaml)\n([\s\S]*?)```/gm);
  return new Map([...blocks].map(([, name = '', block = '']) => [name, block]));
}

test('init, and npx playwright test is the conformance run', async ({ installed }) => {
  const init = await installed.command(['init']);
  expect({ code: init.code, stderr: init.stderr }).toEqual({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await installed.playwright(['--grep', 'ccf-unknown-id']);
  expect(code, stdout + stderr).toBe(0);
  expect((await report(installed)).scenarios.map(({ verdict }) => verdict)).toEqual(['pass']);
});

test('init with a role names the target in that file; one that somebody wrote is left alone', async ({ installed }) => {
  expect((await installed.command(['init', '--role', 'aef', '--url', 'https://127.0.0.1:1'])).code).toBe(0);
  const config = join(installed.folder, 'playwright.config.mjs');
  expect(await readFile(config, 'utf8')).toContain('"capif-target.yaml"');
  const target = await readFile(join(installed.folder, 'capif-target.yaml'), 'utf8');
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(target) ?? [];
  expect(JSON.parse(await readFile(join(installed.folder, schema), 'utf8'))).toHaveProperty('properties.role');

  await writeFile(config, '// mine\n');
  const again = await installed.command(['init', '--role', 'aef', '--force']);
  expect(again.stdout).toContain('playwright.config.mjs is left as it is');
  expect(await readFile(config, 'utf8')).toBe('// mine\n');
});

test('the example of docs/extend.md: its names are known, its scenario is played, its requirement judged', async ({
  installed,
}) => {
  const files = await example();
  expect([...files.keys()]).toEqual(['acme.mts', 'acme-scenarios/acme-sleepers.yaml']);
  for (const [name, text] of files) {
    await mkdir(dirname(join(installed.folder, name)), { recursive: true });
    await writeFile(join(installed.folder, name), text);
  }
  const env = { CAPIF_EXTENSIONS: 'acme.mts' };
  for (const [args, told] of [
    [['validate', 'acme-scenarios'], 'scenario "acme-sleepers"'],
    [['list', 'probes'], 'acme-wakes-up'],
    [['list', 'actions'], 'acme.discoverTwice'],
    [['explain', 'S3-acme-sleepers'], 'Acme service level 7'],
    [['schema', 'scenario'], '"acme-wakes-up"'],
  ] as const) {
    const { code, stdout, stderr } = await installed.command(args, env);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(told);
  }
  const without = await installed.command(['validate', 'acme-scenarios']);
  expect(without.stderr).toMatch(/acme-sleepers\.yaml:\d+:\d+ unknown action "acme\.discoverTwice"/);

  const { code, stdout, stderr } = await installed.command(['run', '--scenarios', 'acme-scenarios'], env);
  expect(code, stdout + stderr).toBe(3);
  const { scenarios, requirements } = await report(installed);
  expect(scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([['acme-sleepers', 'pass']]);
  expect(requirements.find(({ id }) => id === 'S3-acme-sleepers')).toMatchObject({ level: 'shall', verdict: 'pass' });
});

for (const [what, text, told] of [
  [
    'does not parse',
    '// x\nexport const x = ;',
    /^wrong\.mts:2:18: cannot be loaded as an extension: Unexpected ";"$/m,
  ],
  ['defines nothing', 'export const x = 1;', /wrong\.mts: defines nothing; export what defineAction/],
  [
    'takes a name that is taken',
    `import { defineAction } from 'capif-conformance';
     export const x = defineAction({ name: 'invoker.trigger', describe: 'x', run: async () => {} });`,
    /wrong\.mts: the action "invoker\.trigger" is there already; choose another name/,
  ],
  [
    'lacks a member',
    `import { defineProbe } from 'capif-conformance';
     export const x = defineProbe({ name: 'x', describe: 'x', harmless: true, ask: async () => {} });`,
    /defineProbe "x": control is undefined, and must be boolean/,
  ],
  [
    'has half a requirement',
    `import { defineCheck } from 'capif-conformance';
     export const x = defineCheck({ requirement: { id: 'S3-x', step: 4 }, expected: 'x', judge: () => {} });`,
    /CAPIF_EXTENSIONS: requirement "S3-x": /,
  ],
] as const) {
  test(`an extension that ${what} is told, without a stack, and nothing is played`, async ({ installed }) => {
    await writeFile(join(installed.folder, 'wrong.mts'), text);
    const { code, stdout, stderr } = await installed.command(['list', 'probes'], { CAPIF_EXTENSIONS: 'wrong.mts' });
    expect(code, stdout + stderr).toBe(2);
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
}

// As a fresh project has it: nothing said of types, and the declarations of the package checked like its own code.
for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
  test(`the example is right for the compiler of whoever writes one: ${Object.values(resolution).at(-1)}`, async ({
    installed,
  }) => {
    const types = join(installed.place, 'types');
    await execute('npx', ['--no-install', 'tsc', '-p', 'tsconfig.types.json', '--outDir', types], { cwd: PROJECT });
    const [module = ''] = (await example()).values();
    const project = join(installed.folder, 'typed');
    await mkdir(project, { recursive: true });
    await writeFile(join(project, 'acme.mts'), module);
    await writeFile(
      join(project, 'wrong.mts'),
      module.replace('harmless: true,\n  control: true,', "harmless: 'yes',"),
    );
    const compilerOptions = { strict: true, ...resolution, target: 'es2023', noEmit: true };
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['acme.mts', 'wrong.mts'] }),
    );
    const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
    const { stdout, stderr } = await execute(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], {
      cwd: project,
    }).catch((error: { stdout: string; stderr: string }) => error);
    expect([...new Set(stdout.match(/^[^\s(][^(]*(?=\(\d)/gm))], stdout + stderr).toEqual(['wrong.mts']);
  });
}
