import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validate } from '../../../cli/validate/files.ts';
import { yamlFiles } from '../../../harness/scenario/folder.ts';
import { test as base, expect } from '../../support/test.ts';

const test = base.extend<{ write: (name: string, text: string) => Promise<string> }>({
  write: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'capif-validate-'));
    await use(async (name, text) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    });
    await rm(folder, { recursive: true, force: true });
  },
});

const SCENARIO = `id: mine
title: Mine
under-test: ccf
methods: [oauth]
given: [aef-subscribed, invoker-onboarded]
steps:
  - step: 0
    do: invoker.openSession
  - step: 2
    do: invoker.requestOffboarding
    expect: [S4-success]
`;

test('a target, a scenario and a folder of scenarios that are right are named', () => {
  const { right, wrong } = validate(['targets/reference.yaml', 'scenarios/ccf/two-aefs.yaml'], {});
  expect(wrong).toEqual([]);
  expect(right).toEqual([
    'targets/reference.yaml: target "built-in reference nodes", role reference',
    'scenarios/ccf/two-aefs.yaml: scenario "ccf-two-aefs"',
  ]);
  expect(validate(['scenarios/ccf'], {}).right.length).toBeGreaterThan(10);
});

test('every problem of every file is told at its place', async ({ write }) => {
  const scenario = await write('s.yaml', SCENARIO.replace('openSession', 'openSesion'));
  const target = await write('t.yaml', 'name: Acme\nrole: cfc\n');
  const { right, wrong } = validate([scenario, target, 'targets/reference.yaml'], {});
  expect(right).toHaveLength(1);
  expect(wrong.toSorted()).toEqual([
    expect.stringMatching(/s\.yaml:8:9 unknown action "invoker\.openSesion"; did you mean "invoker\.openSession"\?$/),
    expect.stringMatching(/t\.yaml:2:7 role: cannot be "cfc"/),
  ]);
});

test('two scenarios with one id are told apart from being right', async ({ write }) => {
  const [first, second] = [await write('a.yaml', SCENARIO), await write('b.yaml', SCENARIO)];
  expect(validate([first, second], {}).wrong).toEqual([
    expect.stringMatching(/b\.yaml:1:5 id "mine" is taken by .*a\.yaml/),
  ]);
});

test('placeholders come from the environment', async ({ write }) => {
  const target = await write('t.yaml', `name: "\${NAME_OF_IT}"\nrole: reference\n`);
  expect(validate([target], { NAME_OF_IT: 'Acme' }).right).toEqual([expect.stringContaining('target "Acme"')]);
  expect(validate([target], {}).wrong).toEqual([expect.stringMatching(/t\.yaml:1:7 .*NAME_OF_IT is not set/)]);
});

test('what is neither, not YAML, or not there is one line', async ({ write }) => {
  const other = await write('o.yaml', 'hello: world\n');
  const broken = await write('x.yaml', 'role: [ccf\n');
  expect(validate([other, broken, 'no/such.yaml'], {}).wrong).toEqual([
    expect.stringMatching(/o\.yaml is neither a scenario/),
    expect.stringMatching(/x\.yaml:\d+:\d+ /),
    'no/such.yaml cannot be read (ENOENT)',
  ]);
});

test("in a folder each file is what its keys say, and what is somebody else's is left out", async ({ write }) => {
  const scenario = await write('s.yaml', SCENARIO);
  const folder = dirname(scenario);
  await write('t.yml', 'name: Acme\nrole: reference\n');
  for (const other of ['node_modules/x', '.cache', 'requirements']) {
    await mkdir(join(folder, other), { recursive: true });
    await write(`${other}/y.yaml`, 'hello: world\n');
  }
  const { right, wrong } = validate([folder], {});
  expect(wrong).toEqual([]);
  expect(right).toEqual([
    expect.stringMatching(/t\.yml: target "Acme", role reference$/),
    expect.stringMatching(/s\.yaml: scenario "mine"$/),
  ]);
  // The same walk for what is played.
  expect(yamlFiles(folder)).toEqual([scenario, join(folder, 't.yml')]);
  expect(validate([join(folder, '.cache')], {}).wrong).toEqual([expect.stringContaining('y.yaml is neither')]);
});

test('a folder without any such file is told', async ({ write }) => {
  const folder = dirname(await write('notes.txt', ''));
  expect(validate([folder], {}).wrong).toEqual([expect.stringMatching(/holds no scenario and no target file/)]);
});
