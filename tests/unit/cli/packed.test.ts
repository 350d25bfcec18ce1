/** What the package ships: that whoever reads it there finds what it points at. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { PROJECT } from '../../../cli/catalogue/place.ts';
import { expect, test } from '../../support/test.ts';

/** Folders that only a checkout has, and which documents other than the README may point into. */
const CHECKOUT_ONLY = /^(?:tests|bench|ci)(?:\/|$)/;

interface Link {
  readonly from: string;
  readonly to: string;
}

function packedFiles(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  const [packed]: { files: { path: string }[] }[] = JSON.parse(output);
  return packed?.files.map(({ path }) => path) ?? [];
}

function linksIn(file: string): Link[] {
  const text = readFileSync(`${PROJECT}${file}`, 'utf8');
  return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)].map(([, to = '']) => ({
    from: file,
    to: posix.normalize(posix.join(posix.dirname(file), to)).replace(/\/$/, ''),
  }));
}

test('each relative link of a packed document leads to something packed', () => {
  test.setTimeout(60_000);
  const files = packedFiles();
  const there = (to: string) => files.some((file) => file === to || file.startsWith(`${to}/`));
  const documents = files.filter((file) => file.endsWith('.md'));
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/hooks.md', 'deploy/README.md']));
  const links = documents.flatMap(linksIn);
  expect(links.filter(({ from }) => from === 'README.md').length).toBeGreaterThan(25);
  const dead = links.filter(({ from, to }) => !there(to) && (from === 'README.md' || !CHECKOUT_ONLY.test(to)));
  expect(dead).toEqual([]);
});

test('what only works in a checkout is not shipped', () => {
  test.setTimeout(60_000);
  expect(packedFiles().filter((file) => CHECKOUT_ONLY.test(file) || file.startsWith('reports/out/'))).toEqual([]);
});
