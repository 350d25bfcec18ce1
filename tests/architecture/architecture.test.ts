import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../support/test.ts';
import { circles, forbiddenImports, importsOfTops } from './arrows.ts';
import { deadPaths } from './documents.ts';
import { escapes, longFiles, machinePaths, unfinishedFiles, worldlyFiles } from './house-rules.ts';
import { sourceFiles, textFiles } from './project.ts';
import { TABLE } from './table.ts';
import { TOPS } from './tops.ts';

/** Read when a test first asks, and then once: whoever only lists the tests reads nothing. */
function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

const sources = once(sourceFiles);
const documents = once(() => textFiles('.md'));
const written = once(() =>
  textFiles('.ts', '.js', '.md', '.yaml', '.yml').filter(({ path }) => path !== 'package-lock.json'),
);

test('the project is read whole', () => {
  const folders = TABLE.map(({ folder }) => folder).filter((folder) => folder !== '.');
  const read = (folder: string) => sources().some(({ path }) => path.startsWith(`${folder}/`));
  expect(folders.filter((folder) => !read(folder))).toEqual([]);
  expect(sources().flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
});

test('imports follow the table', () => {
  expect(forbiddenImports(sources(), TABLE)).toEqual([]);
});

test('nothing depends on tests, cli or bench', () => {
  expect(importsOfTops(sources(), TOPS)).toEqual([]);
});

test('no circle of imports leaves a folder', () => {
  expect(circles(sources())).toEqual([]);
});

test('only the wire layer touches sockets, clock and dice', () => {
  expect(worldlyFiles(sources())).toEqual([]);
});

test('nobody escapes the type checker or silences a linter', () => {
  expect(escapes(sources())).toEqual([]);
});

test('no source file is too long for one idea', () => {
  expect(longFiles(sources())).toEqual([]);
});

test('nothing is marked as unfinished', () => {
  expect(unfinishedFiles(written())).toEqual([]);
});

test('nothing names a folder of one machine', () => {
  expect(machinePaths(written())).toEqual([]);
});

test('the documents point at what is there', () => {
  const exists = (path: string) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
  expect(deadPaths(documents(), exists)).toEqual([]);
});
