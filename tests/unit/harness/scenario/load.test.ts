import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { loadScenarios } from '../../../../harness/scenario/load.ts';
import { formatProblem } from '../../../../harness/target/yaml/problem.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';
import { EXAMPLE, names } from './example.ts';

const named = (id: string) => EXAMPLE.replace('ccf-offboarding', id);

/** Writes files into a folder of the test's own; answers its path. */
function folderWith(files: Record<string, string>): string {
  const folder = test.info().outputPath('scenarios');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function load(...folders: string[]) {
  const { scenarios, problems } = loadScenarios({ folders, names, ledger: loadLedger() });
  return { ids: scenarios.map(({ id }) => id), problems: problems.map(formatProblem), scenarios };
}

test('every scenario file below the folders is loaded, always in the same order', () => {
  const folder = folderWith({ 'b.yaml': named('b'), 'a/z.yml': named('z'), 'a/a.yaml': named('a'), 'notes.txt': 'no' });
  expect(load(folder)).toMatchObject({ ids: ['a', 'z', 'b'], problems: [] });
  expect(load(join(folder, 'b.yaml'), join(folder, 'a')).ids).toEqual(['b', 'a', 'z']);
});

test('a file that two of the folders hold is loaded once', () => {
  const folder = folderWith({ 'a/a.yaml': named('a') });
  expect(load(folder, join(folder, 'a'))).toMatchObject({ ids: ['a'], problems: [] });
});

test('files are named as seen from the working directory', () => {
  const folder = folderWith({ 'a.yaml': named('a') });
  expect(load(folder).scenarios[0]?.location.file).toBe(relative(process.cwd(), join(folder, 'a.yaml')));
});

test('an id that two files claim is a problem of the second', () => {
  const folder = folderWith({ 'a.yaml': named('same'), 'b.yaml': named('same') });
  const shown = relative(process.cwd(), folder);
  expect(load(folder)).toMatchObject({
    ids: ['same'],
    problems: [`${shown}/b.yaml:1:5 id "same" is taken by ${shown}/a.yaml:1:5; choose another`],
  });
});

test('a wrong file does not keep the others from being loaded', () => {
  const folder = folderWith({ 'a.yaml': named('a').replace('steps', 'stepps'), 'b.yaml': named('b') });
  const { ids, problems } = load(folder);
  expect(ids).toEqual(['b']);
  expect(problems).toHaveLength(2);
});

test('a folder that is missing, or holds no scenario, is a problem: nothing played must not look green', () => {
  const folder = folderWith({ 'notes.txt': 'no' });
  const shown = relative(process.cwd(), folder);
  expect(load(folder, join(folder, 'absent')).problems).toEqual([
    `${shown} holds no scenario; scenario files end in .yaml`,
    `${shown}/absent cannot be read (ENOENT); scenarios are looked for in this folder`,
  ]);
});

test('a folder that is named like a scenario file is a problem, not an exception', () => {
  const folder = folderWith({ 'odd.yaml/readme.txt': 'no' });
  expect(load(folder).problems).toEqual([
    `${relative(process.cwd(), folder)} holds no scenario; scenario files end in .yaml`,
  ]);
});
