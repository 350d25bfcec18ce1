import { generateKeyPairSync } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { CompactSign } from 'jose';
import type { RunRecord } from '../../../../harness/evidence/run-record.ts';
import { type Files, pack, unpack } from '../../../../reports/bundle/archive.ts';
import { BundleProblem, bundleOf, filesOfRun } from '../../../../reports/bundle/bundle.ts';
import { MANIFEST, manifestText, SIGNATURE } from '../../../../reports/bundle/manifest.ts';
import { algorithmOf, KeyProblem } from '../../../../reports/bundle/signature.ts';
import { verify } from '../../../../reports/bundle/verify.ts';
import { expect, test } from '../../../support/test.ts';
import { MIXED } from '../records.ts';
import { ED25519, OTHER, PAIRS, writeRun } from './run.ts';

async function filesOf(): Promise<{ folder: string; files: Files }> {
  const folder = test.info().outputPath('out');
  await writeRun(folder);
  return { folder, files: await filesOfRun(folder) };
}

test('a bundle holds reports, evidence, ledger and a manifest of them, and nothing else of the folder', async () => {
  const { folder } = await filesOf();
  await writeFile(join(folder, 'pcap.pcapng'), 'secret');
  await writeFile(join(folder, 'bench.json'), '{}');
  const archive = await bundleOf(await filesOfRun(folder), ED25519.privateKey);
  const files = unpack(archive);
  expect([...files.keys()].toSorted()).toEqual(
    [
      'badge.svg',
      'conformance.json',
      'evidence/ccf-offboarding-pki-pki-tls1.3.json',
      'evidence/ccf-offboarding-psk-psk-tls1.2.json',
      'index.html',
      'junit.xml',
      'ledger.yaml',
      MANIFEST,
      SIGNATURE,
      'summary.md',
    ].toSorted(),
  );
  const { manifest, ...verified } = await verify(archive, ED25519.publicKey);
  expect(verified).toMatchObject({ problems: [], signature: 'valid' });
  expect(manifest).toMatchObject({
    schemaVersion: '1',
    harness: { name: 'capif-conformance', version: '0.1.0' },
    ledger: { edition: 'change-1' },
    target: { name: 'Acme CCF 2.1', claims: { edition: 'change-1' } },
  });
  expect(manifest?.files.map(({ path }) => path)).toEqual(
    [...files.keys()].filter((path) => !path.startsWith('manifest')),
  );
});

test('the same run and key make the same bytes', async () => {
  const { files } = await filesOf();
  const again = new Map([...files].reverse());
  expect(await bundleOf(again, ED25519.privateKey)).toEqual(await bundleOf(files, ED25519.privateKey));
});

for (const [name, { publicKey, privateKey }] of PAIRS) {
  test(`a signature with ${name} is valid for its key only`, async () => {
    const archive = await bundleOf((await filesOf()).files, privateKey);
    expect(await verify(archive, publicKey)).toMatchObject({ problems: [], signature: 'valid' });
    const unchecked = await verify(archive, undefined);
    expect(unchecked).toMatchObject({ problems: [], signature: 'unchecked' });
    expect(unchecked.keyId).toMatch(/^[\w-]{43}$/);
    const other = await verify(archive, OTHER.publicKey);
    expect(other.signature).toBe('invalid');
    expect(other.problems).toHaveLength(1);
  });
}

test('a bundle without a signature says so, and is not enough where a key is given', async () => {
  const archive = await bundleOf((await filesOf()).files, undefined);
  expect(await verify(archive, undefined)).toMatchObject({ problems: [], signature: 'none' });
  const { problems } = await verify(archive, ED25519.publicKey);
  expect(problems).toEqual(['the bundle is not signed, and was to be by this key']);
});

test('whatever byte is flipped, it is noticed, signed or not', async () => {
  test.setTimeout(120_000);
  const { files } = await filesOf();
  for (const key of [undefined, ED25519.privateKey]) {
    const archive = await bundleOf(files, key);
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const flipped = Uint8Array.from(archive);
        flipped[at] = (flipped[at] ?? 0) ^ mask;
        expect((await verify(flipped, undefined)).problems).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
    // Headers are a small part of the archive, so each of their bytes gets its turn.
    for (const at of [...Array(60).keys(), ...Array.from({ length: 120 }, (_, index) => archive.length - 1 - index)]) {
      const flipped = Uint8Array.from(archive);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect((await verify(flipped, undefined)).problems, `byte ${at}`).not.toEqual([]);
    }
  }
});

test('whatever is cut off or added, it is noticed', async () => {
  const archive = await bundleOf((await filesOf()).files, undefined);
  for (const bytes of [
    archive.slice(0, -1),
    archive.slice(1),
    archive.slice(0, archive.length / 2),
    Buffer.concat([archive, Buffer.from('x')]),
    Buffer.concat([Buffer.from('#!/bin/sh\n'), archive]),
    new Uint8Array(),
  ]) {
    expect((await verify(bytes, undefined)).problems).toHaveLength(1);
  }
});

/** The bundle after somebody worked on its files and packed it well again, the old manifest and signature in it. */
async function tampered(change: (files: Map<string, Uint8Array>) => void): Promise<readonly string[]> {
  const files = new Map(unpack(await bundleOf((await filesOf()).files, ED25519.privateKey)));
  change(files);
  return (await verify(pack(files), ED25519.publicKey)).problems;
}

test('a file that is changed, missing or extra is named', async () => {
  expect(await tampered((files) => files.set('summary.md', Buffer.from('all is well')))).toEqual([
    'summary.md was changed',
  ]);
  expect(await tampered((files) => files.delete('junit.xml'))).toEqual(['junit.xml is missing']);
  expect(await tampered((files) => files.set('extra.txt', Buffer.from('x')))).toEqual([
    'extra.txt is extra: the manifest does not know it',
  ]);
  expect(await tampered((files) => files.delete(MANIFEST))).toContain('manifest.json is missing or none');
});

test('a manifest made to fit changed files is not signed any more', async () => {
  const problems = await tampered((files) => {
    files.set('summary.md', Buffer.from('all is well'));
    files.set(MANIFEST, Buffer.from(manifestText(files)));
  });
  expect(problems).toEqual(['the signature is not by this key over this manifest']);
});

test('no other signature by the same key passes for one over a manifest, nor one without a key', async () => {
  const signedAs = (make: (manifest: Uint8Array) => Promise<string> | string) => async () => {
    const files = new Map(unpack(await bundleOf((await filesOf()).files, ED25519.privateKey)));
    const [head, , signature] = (await make(files.get(MANIFEST) ?? new Uint8Array())).split('.');
    files.set(SIGNATURE, Buffer.from(`${head}..${signature}\n`));
    return (await verify(pack(files), ED25519.publicKey)).problems;
  };
  const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const other = signedAs((manifest) =>
    new CompactSign(manifest).setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' }).sign(ED25519.privateKey),
  );
  expect(await other()).toEqual(['the signature was made for something else than a bundle']);
  expect(await signedAs(() => `${header({ alg: 'none' })}..x`)()).toHaveLength(1);
  expect(await signedAs(() => `${header({ alg: 'HS256' })}..x`)()).toEqual([
    'the signature is not by this key: it was not made with EdDSA',
  ]);
  expect(await signedAs(() => 'garbage')()).toEqual(['the signature is not by this key over this manifest']);
});

test('a manifest that says otherwise than the report is noticed without a signature, too', async () => {
  const files = new Map(unpack(await bundleOf((await filesOf()).files, undefined)));
  const text = Buffer.from(files.get(MANIFEST) ?? []).toString();
  files.set(MANIFEST, Buffer.from(text.replace('"version": "0.1.0"', '"version": "9.9.9"')));
  expect((await verify(pack(files), undefined)).problems).toEqual([
    'manifest.json does not say what follows from the files',
  ]);
});

test('a run without all of its evidence, or with that of another, is not bundled', async () => {
  const { folder } = await filesOf();
  const record = join(folder, 'evidence', 'ccf-offboarding-psk-psk-tls1.2.json');
  const text = Buffer.from(
    (await filesOfRun(folder)).get('evidence/ccf-offboarding-psk-psk-tls1.2.json') ?? [],
  ).toString();
  const problems = async () => {
    const error = await filesOfRun(folder).catch((one: unknown) => one);
    return error instanceof BundleProblem ? error.problems : error;
  };
  await writeFile(record, text.replace('2026-01-31T12:00:00.000Z', '2026-01-30T12:00:00.000Z'));
  expect(await problems()).toEqual([
    'evidence/ccf-offboarding-psk-psk-tls1.2.json is of another run than conformance.json',
    'the evidence of ccf-offboarding-psk · psk · TLS 1.2 is missing',
  ]);
  await writeFile(record, '{}');
  expect(await problems()).toContain(
    'evidence/ccf-offboarding-psk-psk-tls1.2.json is no run record that this version of the harness can read',
  );
  await rm(record);
  expect(await problems()).toEqual(['the evidence of ccf-offboarding-psk · psk · TLS 1.2 is missing']);
  await rm(join(folder, 'conformance.json'));
  expect(await problems()).toEqual(['conformance.json is missing: play first']);
});

test('what is not whole is not bundled, and a manifest made to fit what was left out does not make it so', async () => {
  const { folder, files } = await filesOf();
  for (const name of ['index.html', 'junit.xml', 'summary.md', 'ledger.yaml']) {
    const less = new Map(files);
    less.delete(name);
    expect((await verify(await bundleOf(less, undefined), undefined)).problems).toEqual([`${name} is missing`]);
    if (name === 'ledger.yaml') continue;
    await rm(join(folder, name));
    await expect(filesOfRun(folder)).rejects.toThrow(`${name} is missing`);
    await writeFile(join(folder, name), Buffer.from(files.get(name) ?? []));
  }
  const less = new Map(files);
  less.delete('badge.svg');
  expect((await verify(await bundleOf(less, undefined), undefined)).problems).toEqual([]);
});

test('of a playing that was repeated every record is there, and each is missed', async () => {
  const folder = test.info().outputPath('repeated');
  const [one] = MIXED;
  if (one === undefined) throw new Error('there is no record');
  const at = (time: string): RunRecord => ({ ...one, startedAt: `2026-01-31T12:00:0${time}.000Z` });
  await writeRun(folder, [at('2'), at('0'), at('1')]);
  const stem = 'evidence/ccf-offboarding-psk-psk-tls1.2';
  const files = await filesOfRun(folder);
  const startedAt = (path: string) => JSON.parse(Buffer.from(files.get(path) ?? []).toString()).startedAt;
  expect(
    [...files.keys()]
      .filter((path) => path.startsWith(stem))
      .map(startedAt)
      .toSorted(),
  ).toEqual(['0', '1', '2'].map((time) => at(time).startedAt));
  expect(startedAt(`${stem}-3.json`)).toBe(at('2').startedAt);

  const problems = async (change: (files: Map<string, Uint8Array>) => void) => {
    const changed = new Map(files);
    change(changed);
    return (await verify(await bundleOf(changed, undefined), undefined)).problems;
  };
  expect(await problems((all) => all.delete(`${stem}-2.json`))).toEqual([
    'the evidence of ccf-offboarding-psk · psk · TLS 1.2, played 2026-01-31T12:00:01.000Z, is missing',
  ]);
  const copy = files.get(`${stem}.json`) ?? new Uint8Array();
  expect(await problems((all) => all.set(`${stem}-2.json`, copy))).toHaveLength(2);
});

const HOSTILE: [name: string, archive: Uint8Array, problem: RegExp][] = [
  ['a path out of the folder', zipSync({ '../evil': [Buffer.from('x'), { level: 0 }] }), /"\.\.\/evil" is no path/],
  ['an absolute path', zipSync({ '/etc/passwd': [Buffer.from('x'), { level: 0 }] }), /is no path/],
  ['a path with a backslash', zipSync({ 'a\\b': [Buffer.from('x'), { level: 0 }] }), /is no path/],
  ['a folder that is none', zipSync({ 'a/../b': [Buffer.from('x'), { level: 0 }] }), /is no path/],
  ['a bomb', zipSync({ 'bomb.json': [new Uint8Array(50_000_000), { level: 9 }] }), /compressed/],
  ['no ZIP', Buffer.from('hello'), /no ZIP/],
];
for (const [name, archive, problem] of HOSTILE) {
  test(`hostile archives are refused: ${name}`, async () => {
    const { problems } = await verify(archive, undefined);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });
}

test('two files of one name, and files that lie over each other, are refused', () => {
  const archive = pack(
    new Map([
      ['aa.json', Buffer.from('1')],
      ['ab.json', Buffer.from('2')],
    ]),
  );
  const twice = Buffer.from(archive);
  for (let at = twice.indexOf('ab.json'); at >= 0; at = twice.indexOf('ab.json', at + 1)) twice.write('aa.json', at);
  expect(() => unpack(twice)).toThrow('aa.json is in the archive twice');
  const big = pack(
    new Map([...Array(20).keys()].map((index) => [`f${index}.json`, Buffer.alloc(index === 0 ? 5000 : 1)] as const)),
  );
  // Every entry of the directory claims the bytes of the big file.
  const over = Buffer.from(big);
  const directory = over.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  for (let at = directory; at >= 0; at = over.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'), at + 4)) {
    over.writeUInt32LE(5000, at + 20);
    over.writeUInt32LE(5000, at + 24);
  }
  expect(() => unpack(over)).toThrow('the archive claims to hold more than it is long');
});

test('any bytes are an archive of ours or refused in one sentence', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => unpack(bytes)).toThrow(/archive/);
    }),
  );
});

test('keys that cannot sign are told, and nothing of them', () => {
  expect(() => algorithmOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)).toThrow(KeyProblem);
  expect(() => algorithmOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey)).toThrow(/ec secp256k1/);
  expect(() => algorithmOf(generateKeyPairSync('x25519').privateKey)).toThrow(/x25519/);
});
