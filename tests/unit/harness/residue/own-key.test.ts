/** The private key that a certificate belongs to is found wherever it lies without a passphrase, and no other is taken for it. */

import { spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Scanned, type ScanOptions, scanWithKeys } from '../../../../harness/residue/scan.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';

let folder = '';
let certificate = '';
let key: KeyObject;
test.beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair();
  const authority = await createAuthority('Own key test CA');
  ({ certificate } = await authority.issue({ publicKey, commonName: 'INVown' }));
  key = createPrivateKey(privateKey);
});
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-key-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const pkcs8 = (of: KeyObject) => of.export({ format: 'pem', type: 'pkcs8' }).toString();
const der = (of: KeyObject) => of.export({ format: 'der', type: 'pkcs8' });
const sec1 = (of: KeyObject) => of.export({ format: 'der', type: 'sec1' });

async function searched(options: Partial<ScanOptions>, of = certificate): Promise<Scanned> {
  return await scanWithKeys({ credentials: [], places: [], folder, timeoutMs: 20_000, certificates: [of], ...options });
}

const found = async (of = certificate) => (await searched({ places: [{ path: 'store' }] }, of)).keys[0]?.written.at(-1);

async function stored(content: string | Buffer, name = 'key'): Promise<void> {
  await mkdir(join(folder, 'store', 'deep'), { recursive: true });
  await writeFile(join(folder, 'store', 'deep', name), content);
}

const WAYS: Readonly<Record<string, (of: KeyObject) => string | Buffer>> = {
  'PKCS#8 in PEM': pkcs8,
  'SEC1 in PEM': (of) => of.export({ format: 'pem', type: 'sec1' }),
  'PKCS#8 in DER': (of) => of.export({ format: 'der', type: 'pkcs8' }),
  'SEC1 in DER': (of) => of.export({ format: 'der', type: 'sec1' }),
  'PEM after a certificate and another key': (of) => [certificate, others(), pkcs8(of)].join(''),
  'PEM with Windows line ends': (of) => pkcs8(of).replaceAll('\n', '\r\n'),
  'PEM in JSON': (of) => JSON.stringify({ id: 1, pem: pkcs8(of) }),
  'PEM in JSON in JSON': (of) => JSON.stringify({ inner: JSON.stringify({ pem: pkcs8(of) }) }),
  'PEM in JSON, as PHP writes it': (of) => JSON.stringify({ pem: pkcs8(of) }).replaceAll('/', '\\/'),
  'PEM in JSON, as .NET writes it': (of) => JSON.stringify({ pem: pkcs8(of) }).replaceAll('+', '\\u002B'),
  'PEM in JSON, line by line': (of) => JSON.stringify(pkcs8(of).split('\n'), undefined, 2),
  'PEM in YAML': (of) => `key: |\n${pkcs8(of).replace(/^/gm, '    ')}`,
  'PEM in a URL': (of) => `key=${encodeURIComponent(pkcs8(of))}`,
  'PEM in a form': (of) => new URLSearchParams({ key: pkcs8(of) }).toString(),
  'PEM as UTF-16': (of) => Buffer.from(`key ${pkcs8(of)}`, 'utf16le'),
  'PEM in base64, as Kubernetes has it': (of) => `  tls.key: ${Buffer.from(pkcs8(of)).toString('base64')}`,
  'JWK as Jackson prints it': (of) =>
    JSON.stringify(of.export({ format: 'jwk' }), undefined, 2).replaceAll('": "', '" : "'),
  'JWK as Python shows it': (of) =>
    JSON.stringify(of.export({ format: 'jwk' }))
      .replaceAll('"', "'")
      .replaceAll(':', ': '),
  'PEM after many lines with members of that name': (of) => `${'{"t":1,"d":"12ms"}\n'.repeat(25_000)}${pkcs8(of)}`,
  'DER in base64': (of) => JSON.stringify({ key: der(of).toString('base64') }),
  'DER in base64, without the public half': (of) => der(withoutPublicKey(of)).toString('base64'),
  'DER in base64url': (of) => der(of).toString('base64url'),
  'DER in base64 after a word': (of) => Buffer.concat([Buffer.from('k:'), der(of)]).toString('base64'),
  'DER in hex': (of) => `\\x${der(of).toString('hex')}`,
  'SEC1 in hex, upper case': (of) => sec1(of).toString('hex').toUpperCase(),
  'SEC1 in base64': (of) => sec1(of).toString('base64'),
  'DER within a database': (of) => Buffer.concat([Buffer.alloc(5000, 0x30), der(of), Buffer.alloc(99, 7)]),
  JWK: (of) => JSON.stringify({ keys: [{ ...of.export({ format: 'jwk' }), use: 'sig' }] }),
  'in a large file': (of) => Buffer.concat([Buffer.alloc(900_000, 'x'), Buffer.from(pkcs8(of))]),
  'across the border of two readings': (of) => Buffer.concat([Buffer.alloc(256 * 1024 - 60, 'x'), der(of)]),
};

function withoutPublicKey(of: KeyObject): KeyObject {
  const { d = '' } = of.export({ format: 'jwk' });
  const inner = Buffer.concat([Buffer.from('302502010104 20'.replaceAll(' ', ''), 'hex'), Buffer.from(d, 'base64url')]);
  const algorithm = Buffer.from('301306072a8648ce3d020106082a8648ce3d030107', 'hex');
  const octets = Buffer.concat([Buffer.from([0x04, inner.length]), inner]);
  const content = Buffer.concat([Buffer.from('020100', 'hex'), algorithm, octets]);
  return createPrivateKey({
    key: Buffer.concat([Buffer.from([0x30, content.length]), content]),
    format: 'der',
    type: 'pkcs8',
  });
}

function others(): string {
  return pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

for (const [way, write] of Object.entries(WAYS)) {
  test(`${way} is found`, async () => {
    await stored(write(key));
    expect(await found()).toBe(pkcs8(key));
  });
}

test('an RSA key is found too, as PKCS#1', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const authority = await createAuthority('Own key test CA');
  const publicKey = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
  const issued = await authority.issue({ publicKey, commonName: 'INVrsa' });
  const ways = {
    pem: privateKey.export({ format: 'pem', type: 'pkcs1' }),
    der: privateKey.export({ format: 'der', type: 'pkcs1' }),
  };
  for (const [way, written] of Object.entries(ways)) {
    await stored(written, `key.${way}`);
    expect(await found(issued.certificate)).toBe(pkcs8(privateKey));
    await rm(join(folder, 'store'), { recursive: true });
  }
});

const NOT_THERE: Readonly<Record<string, () => string | Buffer>> = {
  "another's key": others,
  'a key with a passphrase': () =>
    key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'only its owner knows' }),
  'a public key': () => createPublicKey(key).export({ format: 'pem', type: 'spki' }),
  'a SEQUENCE that is no key': () => Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05]),
  'a block that is cut off': () => pkcs8(key).slice(0, -30),
  'an empty file': () => '',
};
for (const [what, write] of Object.entries(NOT_THERE)) {
  test(`${what} is none`, async () => {
    await stored(write());
    expect(await found()).toBeUndefined();
  });
}

test('the output of a command, and what a hook printed, are places as well, and it is told where it stands', async () => {
  await writeFile(join(folder, 'key.pem'), pkcs8(key));
  const places = [{ path: 'gone' }, { exec: 'printf ab; cat key.pem' }];
  const { keys, residues } = await searched({ places });
  const head = '-----BEGIN PRIVATE KEY-----\n'.length;
  expect(keys.map((one) => one.written.at(-1))).toEqual([pkcs8(key)]);
  expect(residues).toEqual([
    {
      credential: 'private-key',
      places: [{ place: 'output of storage[1]', offset: expect.any(Number), encoding: 'base64 of DER' }],
      scanned: 2,
      unreadable: [],
    },
  ]);
  const offset = residues[0]?.places[0]?.offset ?? 0;
  expect(offset - head).toBeGreaterThanOrEqual(2);
  expect(offset - head).toBeLessThan(12);
  const held = [{ place: 'answer of the inspect hook', bytes: Buffer.from(JSON.stringify({ key: pkcs8(key) })) }];
  expect((await searched({ held })).keys).toMatchObject([{ place: 'answer of the inspect hook' }]);
});

test('the memory of a process is a place as well', async () => {
  const program =
    "const held = require('node:fs').readFileSync('key.pem', 'latin1'); console.log('ready'); setInterval(() => held[0], 1000);";
  await writeFile(join(folder, 'key.pem'), pkcs8(key));
  const child = spawn(process.execPath, ['-e', program], { cwd: folder });
  try {
    await once(child.stdout, 'data');
    const { keys, residues } = await searched({ places: [{ pid: child.pid ?? 0 }] });
    const denied = residues[0]?.unreadable.some((why) => why.includes('may not be read'));
    test.skip(denied === true, 'the memory of another process may not be read here');
    expect(keys.map((one) => one.written.at(-1))).toEqual([pkcs8(key)]);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

test('each of several certificates finds its own', async () => {
  const { publicKey, privateKey } = await generateKeyPair();
  const authority = await createAuthority('Own key test CA');
  const other = await authority.issue({ publicKey, commonName: 'INVrenewed' });
  await stored(pkcs8(createPrivateKey(privateKey)), 'new');
  await stored(pkcs8(key), 'old');
  const { keys } = await searched({ places: [{ path: 'store' }], certificates: [certificate, other.certificate] });
  expect(keys.toSorted((a, b) => a.certificate - b.certificate).map((one) => one.written.at(-1))).toEqual([
    pkcs8(key),
    pkcs8(createPrivateKey(privateKey)),
  ]);
});

for (const [name, pair] of [
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['Ed25519', generateKeyPairSync('ed25519')],
] as const) {
  test(`a JWK of ${name} is found, and its public half is none`, async () => {
    const authority = await createAuthority('Own key test CA');
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { certificate: own } = await authority.issue({ publicKey, commonName: 'INVjwk' });
    await stored(JSON.stringify({ keys: [pair.publicKey.export({ format: 'jwk' })] }));
    expect(await found(own)).toBeUndefined();
    await stored(JSON.stringify({ keys: [{ kid: 'one', ...pair.privateKey.export({ format: 'jwk' }) }] }), 'other');
    expect(await found(own)).toBe(pkcs8(pair.privateKey));
  });
}

test('a place with more beginnings of keys than anybody would look at is told', async () => {
  const line = () => `{"d":"${randomBytes(32).toString('base64url')}"}\n`;
  await stored(Array.from({ length: 5_100 }, line).join(''));
  const { residues } = await searched({ places: [{ path: 'store' }] });
  expect(residues[0]?.unreadable).toEqual([expect.stringContaining('of which the rest was not looked at')]);
});
