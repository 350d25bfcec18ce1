import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FiledMap } from '../../../../simulators/storage/filed-map.ts';
import { expect, test } from '../../../support/test.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filed-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const own = () => join(folder, 'own');
const opened = () =>
  new FiledMap<string, string>({
    folder: own(),
    extension: '.txt',
    textOf: (value) => (value === 'unfiled' ? undefined : value),
  });

function filed(): Record<string, string> {
  const names = readdirSync(own()).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(own(), name), 'utf8')]));
}

test('an entry has its file as long as it is there, for its owner alone, and no file leaves the folder', () => {
  const map = opened();
  expect(existsSync(own())).toBe(false);
  map.set('INV1', 'one').set('../INV2', 'two').set('..', 'three').set('INV4', 'unfiled');
  expect(filed()).toEqual({ '...txt': 'three', '..%2FINV2.txt': 'two', 'INV1.txt': 'one' });
  for (const name of Object.keys(filed())) expect(statSync(join(own(), name)).mode & 0o777).toBe(0o600);
  expect(statSync(own()).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['own']);

  map.set('INV1', 'changed');
  expect(map.delete('../INV2')).toBe(true);
  expect(map.delete('INV9')).toBe(false);
  expect([...map]).toEqual([
    ['INV1', 'changed'],
    ['..', 'three'],
    ['INV4', 'unfiled'],
  ]);
  expect(filed()).toEqual({ '...txt': 'three', 'INV1.txt': 'changed' });
  map.set('INV1', 'unfiled');
  expect(filed()).toEqual({ '...txt': 'three' });
  map.clear();
  expect([map.size, filed()]).toEqual([0, {}]);
});

test('a file is overwritten before it goes', () => {
  const map = opened();
  map.set('INV1', 'secret');
  // Another name of the same blocks.
  const linked = join(folder, 'linked');
  linkSync(join(own(), 'INV1.txt'), linked);
  map.delete('INV1');
  expect(readFileSync(linked)).toEqual(Buffer.alloc('secret'.length));
});

test('what an earlier node left is gone, what is not ours stays, and a file that somebody took away is no matter', () => {
  mkdirSync(join(own(), 'sub.txt'), { recursive: true });
  writeFileSync(join(own(), 'INV1.txt'), 'earlier', { mode: 0o644 });
  writeFileSync(join(own(), 'notes.md'), 'mine');
  const map = opened();
  expect(readdirSync(own()).sort()).toEqual(['notes.md', 'sub.txt']);
  map.set('INV1', 'one').set('INV2', 'two');
  rmSync(own(), { recursive: true });
  expect(map.delete('INV1')).toBe(true);
  map.set('INV2', 'again');
  expect(filed()).toEqual({ 'INV2.txt': 'again' });
});
