import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdirSync, openSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Memory, readRegion, regionsOf } from '../../../../harness/residue/memory.ts';
import { type Residue, type ScanOptions, scan } from '../../../../harness/residue/scan.ts';
import { prepareSearch } from '../../../../harness/residue/search.ts';
import { Sieve } from '../../../../harness/residue/sieve.ts';
import { walk } from '../../../../harness/residue/walk.ts';
import { expect, test } from '../../../support/test.ts';

const SECRET = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
const PSK = { kind: 'aefpsk', value: SECRET } as const;
const INVOKER_ID = { kind: 'api-invoker-id', value: 'INV0a1b2c3d' } as const;

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'residue-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function scanned(options: Partial<ScanOptions>): Promise<Residue> {
  const [residue] = await scan({ credentials: [PSK], places: [], folder, timeoutMs: 20_000, ...options });
  if (residue === undefined) throw new Error('a scan for one credential has one result');
  return residue;
}

test('a folder is walked, its links and pipes are not followed', async () => {
  const store = join(folder, 'store');
  await mkdir(join(store, 'deep', 'deeper'), { recursive: true });
  await writeFile(join(store, 'deep', 'deeper', 'key.bin'), Buffer.concat([Buffer.from('ab'), SECRET]));
  await writeFile(join(store, 'notes.txt'), `psk = ${SECRET.toString('hex')}\n`);
  await writeFile(join(store, 'innocent'), 'nothing');
  await writeFile(join(folder, 'outside'), SECRET);
  await symlink(join(folder, 'outside'), join(store, 'out'));
  await symlink(join(store, 'notes.txt'), join(store, 'in'));
  await symlink(join(store, 'nowhere'), join(store, 'dangling'));
  execFileSync('mkfifo', [join(store, 'pipe')]);
  const { places, scanned: count, unreadable } = await scanned({ places: [{ path: 'store' }] });
  expect(places.toSorted((a, b) => a.place.localeCompare(b.place))).toEqual([
    { place: join(store, 'deep', 'deeper', 'key.bin'), offset: 2, encoding: 'raw' },
    { place: join(store, 'notes.txt'), offset: 6, encoding: 'hex' },
  ]);
  expect(count).toBe(3);
  expect(unreadable.toSorted()).toEqual([
    `${join(store, 'out')} is a link that leads out of the folder; give what it points at as a place of its own`,
    `${join(store, 'pipe')} is a socket, pipe or device, no file`,
  ]);
});

test('each credential has a result of its own, and one in a name is found but not repeated', async () => {
  await mkdir(join(folder, 'of-INV0a1b2c3d'));
  await writeFile(join(folder, 'of-INV0a1b2c3d', 'psk'), SECRET);
  const [id, psk] = await scan({ credentials: [INVOKER_ID, PSK], places: [{ path: folder }], folder, timeoutMs: 5000 });
  const place = join(folder, 'of-‹api-invoker-id›');
  expect(id).toEqual({
    credential: 'api-invoker-id',
    places: [{ place, offset: 3, encoding: 'text, in its name' }],
    scanned: 1,
    unreadable: [],
  });
  expect(psk?.places).toEqual([{ place: join(place, 'psk'), offset: 0, encoding: 'raw' }]);
});

test('a single file, a link that is given itself, and a path that is not there', async () => {
  await writeFile(join(folder, 'file'), SECRET);
  await symlink(join(folder, 'file'), join(folder, 'link'));
  for (const name of ['file', 'link']) {
    expect((await scanned({ places: [{ path: name }] })).places.map(({ place }) => place)).toEqual([
      join(folder, name),
    ]);
  }
  // Nothing can be kept where nothing is: a node that deletes its whole folder has deleted what was in it.
  expect(await scanned({ places: [{ path: 'gone' }] })).toMatchObject({ places: [], scanned: 1, unreadable: [] });
  // Before that it must have been there.
  expect(await scanned({ places: [{ path: 'gone' }, { path: 'file' }], expectPaths: true })).toMatchObject({
    places: [{ place: join(folder, 'file') }],
    scanned: 1,
    unreadable: [`${join(folder, 'gone')} is not there`],
  });
});

test('too many files and too deep folders are told, not silently left out', async () => {
  for (const name of ['1', '2', '3']) await writeFile(join(folder, name), name);
  await mkdir(join(folder, 'a', 'b', 'c'), { recursive: true });
  const problems = async (mostEntries: number, deepest: number) => {
    const told: string[] = [];
    for await (const found of walk(folder, { mostEntries, deepest })) {
      if (found.kind === 'unreadable') told.push(found.problem);
    }
    return told;
  };
  expect(await problems(100, 100)).toEqual([]);
  expect(await problems(3, 100)).toEqual([expect.stringMatching(/^holds more than 3 files and folders/)]);
  expect(await problems(100, 2)).toEqual(['is 2 folders deep; give it as a place of its own']);
});

test('the output of a command is scanned, and its failure told', async () => {
  await writeFile(join(folder, 'key'), SECRET.toString('base64'));
  const printed = await scanned({ places: [{ exec: 'printf abc; cat key' }] });
  expect(printed.places).toEqual([{ place: 'output of storage[0]', offset: 3, encoding: 'base64' }]);
  expect(printed.scanned).toBe(1);
  // What it printed before it failed counts all the same.
  const failed = await scanned({ places: [{ exec: 'cat key; exit 3' }] });
  expect(failed.places).toHaveLength(1);
  expect(failed).toMatchObject({
    scanned: 0,
    unreadable: [
      `output of storage[0] ended with exit code 3, so its output may be incomplete; run it by hand in ${folder} to see why`,
    ],
  });
  const late = await scanned({ places: [{ exec: 'cat key; exec sleep 30' }], timeoutMs: 300 });
  expect(late.places).toHaveLength(1);
  expect(late.unreadable).toEqual([expect.stringContaining('time was over')]);
});

test('a process that holds a credential in its memory is found', async () => {
  const hex = SECRET.toString('hex');
  const program =
    "const held = Buffer.from(process.argv[1], 'hex'); console.log('ready'); setInterval(() => held[0], 1000);";
  // Given reversed, lest its arguments hold it, too.
  const reversed = Buffer.from(SECRET.toReversed()).toString('hex');
  const child = spawn(process.execPath, ['-e', program.replace("'hex')", "'hex').reverse()"), reversed]);
  try {
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    test.skip(!isReadable(pid), 'the memory of another process may not be read here');
    const { places, scanned: count, unreadable } = await scanned({ places: [{ pid }] });
    expect({ count, unreadable }).toEqual({ count: 1, unreadable: [] });
    expect(places).toContainEqual({ place: `memory of process ${pid}`, offset: expect.any(Number), encoding: 'raw' });
    expect(JSON.stringify(places)).not.toContain(hex);
    const other = { kind: 'aefpsk', value: Buffer.from('nothing of the kind is in there').reverse() } as const;
    expect((await scanned({ credentials: [other], places: [{ pid }] })).places).toEqual([]);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const ended = await scanned({ places: [{ pid: child.pid ?? 0 }] });
  expect(ended).toMatchObject({
    scanned: 0,
    unreadable: [expect.stringMatching(/is not running|which only Linux has/)],
  });
});

function isReadable(pid: number): boolean {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, constants.O_RDONLY));
    return true;
  } catch {
    return false;
  }
}

test('the harness itself is no place to look in', async () => {
  expect((await scanned({ places: [{ pid: process.pid }] })).unreadable).toEqual([
    expect.stringContaining('is the harness itself'),
  ]);
});

test('only readable private regions are read, neighbours as one', () => {
  const maps = [
    '1000-2000 r--p 00000000 00:00 0   /bin/node',
    '2000-3000 rw-p 00000000 00:00 0   [heap]',
    '4000-5000 ---p 00000000 00:00 0',
    '5000-6000 rw-s 00000000 00:00 0   /dev/shm/x',
    '7000-8000 rw-p 00000000 00:00 0',
    '9000-a000 r--p 00000000 00:00 0   [vvar]',
  ];
  expect(regionsOf(maps.join('\n'))).toEqual([
    { start: 0x1000, end: 0x3000 },
    { start: 0x7000, end: 0x8000 },
  ]);
});

test('a page that cannot be read takes nothing from those around it', async () => {
  const page = 4096;
  const content = Buffer.alloc(8 * page);
  const [before, after] = [page + 1, 6 * page + 17];
  for (const at of [before, after]) SECRET.copy(content, at);
  // One half stands before the gap, the other after it: together they were never anything.
  SECRET.copy(content, 3 * page - 8, 0, 8);
  SECRET.copy(content, 5 * page, 8);
  const memory: Memory = {
    async read(into, offset, length, position) {
      const at = position - 0x10000;
      if (at >= 3 * page && at < 5 * page) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      const end = Math.min(at + length, at < 3 * page ? 3 * page : content.length);
      return { bytesRead: content.copy(into, offset, at, end) };
    },
  };
  const found: number[] = [];
  const sieve = new Sieve(prepareSearch([{ bytes: SECRET }]));
  const begin = (address: number) => sieve.begin((_, at) => found.push(at), address);
  const region = { start: 0x10000, end: 0x10000 + content.length };
  expect(await readRegion(memory, region, sieve, begin, () => 1000)).toBe(true);
  expect(found).toEqual([0x10000 + before, 0x10000 + after]);
  expect(await readRegion(memory, region, sieve, begin, () => 0)).toBe(false);
});

test('a large file takes no more memory than a small one', async () => {
  const path = join(folder, 'large');
  const size = 64 * 1024 * 1024;
  const file = await open(path, 'w');
  await file.write(SECRET, 0, SECRET.length, size - SECRET.length);
  await file.close();
  let peak = 0;
  const before = process.memoryUsage().rss;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }, 2);
  const { places } = await scanned({ places: [{ path }] });
  clearInterval(timer);
  expect(places).toEqual([{ place: path, offset: size - SECRET.length, encoding: 'raw' }]);
  expect(peak).toBeLessThan(32 * 1024 * 1024);
});

test('when time is over the rest is unreadable', async () => {
  await writeFile(join(folder, 'key'), SECRET);
  const { places, scanned: count, unreadable } = await scanned({ places: [{ path: 'key' }], timeoutMs: 0 });
  expect({ places, count, unreadable }).toEqual({
    places: [],
    count: 0,
    unreadable: [expect.stringContaining('time was over')],
  });
});

test('what somebody else read is scanned, and is not all there is where they say so', async () => {
  const held = [{ place: 'answer of the inspect hook', bytes: SECRET, problem: 'may be incomplete' }];
  const { places, scanned: count, unreadable } = await scanned({ held });
  expect(places).toEqual([{ place: 'answer of the inspect hook', offset: 0, encoding: 'raw' }]);
  expect(count).toBe(0);
  expect(unreadable).toEqual(['answer of the inspect hook may be incomplete']);
});

test('a folder whose name is not UTF-8 is told: by the name that is read nobody finds it', async () => {
  const named = Buffer.concat([Buffer.from(`${folder}/schl`), Buffer.of(0xfc), Buffer.from('ssel')]);
  mkdirSync(named);
  writeFileSync(Buffer.concat([named, Buffer.from('/key')]), SECRET);
  try {
    const { unreadable } = await scanned({ places: [{ path: folder }] });
    expect(unreadable).toEqual([
      `${folder}/schl\uFFFDssel has a name that is not UTF-8, and cannot be opened; rename it`,
    ]);
  } finally {
    // By octets, as it was made: neither does `rm` find it by its name as text.
    unlinkSync(Buffer.concat([named, Buffer.from('/key')]));
    rmdirSync(named);
  }
});

for (const [name, text] of [
  ['hex in base64, within a longer value', Buffer.from(`psk=${SECRET.toString('hex')};`).toString('base64')],
  ['signed decimal numbers', `[${[...new Int8Array(SECRET)].join(', ')}]`],
  ['0x numbers', [...SECRET].map((octet) => `0x${octet.toString(16).padStart(2, '0')}`).join(', ')],
  ['\\x escapes', [...SECRET].map((octet) => `\\x${octet.toString(16).padStart(2, '0')}`).join('')],
  ['bytes as Python shows them', `b'\\x01#Eg\\x89\\xab\\xcd\\xef\\xfe\\xdc\\xba\\x98vT2\\x10'`],
] as const) {
  test(`a key is found as ${name}`, async () => {
    await writeFile(join(folder, 'log'), `key ${text}\n`);
    const { places } = await scanned({ places: [{ path: 'log' }] });
    expect(places.map(({ encoding }) => encoding)).toEqual([name]);
  });
}
