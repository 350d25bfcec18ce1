/** The private key that a certificate belongs to is found wherever it lies without a passphrase, and no other is taken for it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { privateKeyIn } from '../../../../harness/residue/own-key.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';

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
const found = (of = certificate) => privateKeyIn([{ path: 'store' }], folder, of);

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
};
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
  'a file larger than any that holds a key': () => pkcs8(key) + ' '.repeat(256 * 1024),
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

test('commands and processes are not asked, and a place that is not there holds nothing', async () => {
  const places = [{ exec: 'cat key.pem' }, { pid: process.pid }, { path: 'gone' }];
  await writeFile(join(folder, 'key.pem'), pkcs8(key));
  expect(await privateKeyIn(places, folder, certificate)).toBeUndefined();
  expect(await privateKeyIn([...places, { path: 'key.pem' }], folder, certificate)).toBe(pkcs8(key));
});
