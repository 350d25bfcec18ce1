/** Reports of an earlier run, files of others, and folders that cannot be. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../../../harness/folders/make.ts';
import { putAside, reportsProblem } from '../../../../harness/folders/reports.ts';
import { expect, test } from '../../../support/test.ts';

/** A fresh folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = test.info().outputPath('out');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The report of a run, as far as it matters here. */
function report(mark: string, plays = 1): string {
  return JSON.stringify({ harness: { name: 'capif-conformance', version: mark }, scenarios: Array(plays).fill({}) });
}

const files = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();
const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

test('the reports of an earlier run go aside, all of them, and what is not ours stays', () => {
  const folder = folderWith({
    'conformance.json': report('one'),
    'index.html': 'page',
    'evidence/a.json': '{}',
    'allure-results/x-result.json': '{}',
    'notes.txt': 'mine',
  });
  expect(reportsProblem(folder)).toBeUndefined();
  putAside(folder);
  expect(files(folder)).toEqual([
    'notes.txt',
    'previous',
    'previous/allure-results',
    'previous/allure-results/x-result.json',
    'previous/conformance.json',
    'previous/evidence',
    'previous/evidence/a.json',
    'previous/index.html',
  ]);
  // Once more does nothing: the command line, the configuration and the reporter may all ask for it.
  putAside(folder);
  expect(text(folder, 'previous/conformance.json')).toBe(report('one'));
});

test('what cannot be put aside is said in one line', () => {
  const folder = folderWith({ 'conformance.json': report('one'), previous: 'a file of somebody' });
  expect(() => putAside(folder)).toThrow(
    /^the reports of an earlier run in \S+ cannot be put aside \(\w+\), and are not this run's; .*$/,
  );
  expect(text(folder, 'previous')).toBe('a file of somebody');
});

test('one earlier run is kept, the last that proved something', () => {
  const folder = folderWith({ 'conformance.json': report('two'), 'previous/conformance.json': report('one') });
  putAside(folder);
  expect(text(folder, 'previous/conformance.json')).toBe(report('two'));
  writeFileSync(join(folder, 'conformance.json'), report('nothing played', 0));
  putAside(folder);
  expect(existsSync(join(folder, 'conformance.json'))).toBe(false);
  expect(text(folder, 'previous/conformance.json')).toBe(report('two'));
});

test('files of somebody else are neither moved nor written over: the folder is refused', () => {
  const mine = {
    'index.html': 'my site',
    'evidence/letter.txt': 'mine',
    'conformance.json': '{"mine":true}',
    'allure-results/a-result.json': '{"name":"a test of mine"}',
  };
  const folder = folderWith(mine);
  expect(reportsProblem(folder)).toMatch(
    /^allure-results, conformance\.json, evidence, index\.html there would be overwritten, .* name another folder$/,
  );
  putAside(folder);
  for (const [name, was] of Object.entries(mine)) expect(text(folder, name)).toBe(was);
});

test('files of somebody else in a folder called previous are not written over either', () => {
  const folder = folderWith({ 'conformance.json': report('one'), 'previous/index.html': 'mine' });
  expect(reportsProblem(folder)).toContain('previous/index.html there would be overwritten');
  putAside(folder);
  expect(text(folder, 'previous/index.html')).toBe('mine');
});

test('what a killed run left is ours', () => {
  const folder = folderWith({ 'allure-results/a-result.json': '{"epic":"3GPP TS 33.122 clause 6.8"}' });
  expect(reportsProblem(folder)).toBeUndefined();
  putAside(folder);
  expect(files(folder)).toEqual([]);
});

test('a folder is made with what is missing above it, and one that cannot be is refused at once', () => {
  const place = test.info().outputPath('a/b/c');
  makeFolder(place, 0o700);
  makeFolder(place);
  expect(statSync(place).mode & 0o777).toBe(0o700);
  const file = folderWith({ afile: '' });
  expect(reportsProblem(join(file, 'afile'))).toMatch(/\(ENOTDIR\); name a folder that is yours$/);
  expect(reportsProblem(join(file, 'afile/x'))).toMatch(/\(ENOTDIR\)/);
  // Node's own way of making several folders at once never ends here.
  test.skip(!existsSync('/proc/self'), 'there is no /proc on this machine');
  expect(reportsProblem('/proc/zz/deeper')).toMatch(/\(ENOENT\)/);
});
