import { createPublicKey } from 'node:crypto';
import { createCsr, readCsr } from '../../../../simulators/pki/csr.ts';
import { generateKeyPair, KEY_KINDS } from '../../../../simulators/pki/keys.ts';
import { fromPem, toPem } from '../../../../simulators/pki/pem.ts';
import { expect, test } from '../../../support/test.ts';

const DETAILS = {
  'P-256': { asymmetricKeyType: 'ec', namedCurve: 'prime256v1' },
  'P-384': { asymmetricKeyType: 'ec', namedCurve: 'secp384r1' },
  'RSA-2048': { asymmetricKeyType: 'rsa', modulusLength: 2048 },
};

test('a request is read as it was made', async () => {
  const keyPair = await generateKeyPair();
  const pem = await createCsr({ keyPair, commonName: 'a,b "é"', hosts: ['127.0.0.1', '::1', 'aef.example.com'] });
  expect(pem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);

  const content = await readCsr(pem);

  expect(content).toMatchObject({ commonName: 'a,b "é"', hosts: ['127.0.0.1', '::1', 'aef.example.com'] });
  expect(createPublicKey(content.publicKey).equals(createPublicKey(keyPair.publicKey))).toBe(true);
});

for (const kind of KEY_KINDS) {
  test(`a key of kind ${kind}, made here or read, signs its request and is in it`, async () => {
    const keyPair = await generateKeyPair(kind);
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(keyPair.publicKey);
    expect({ asymmetricKeyType, ...asymmetricKeyDetails }).toMatchObject(DETAILS[kind]);
    for (const pair of [keyPair, { ...keyPair }]) {
      const { publicKey } = await readCsr(await createCsr({ keyPair: pair, commonName: 'INV' }));
      expect(createPublicKey(publicKey).equals(createPublicKey(keyPair.publicKey))).toBe(true);
    }
  });
}

test('without hosts there are none; the older PEM label is understood', async () => {
  const pem = await createCsr({ keyPair: await generateKeyPair(), commonName: 'INV' });
  expect((await readCsr(pem.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'))).hosts).toEqual([]);
});

test('a signature that does not fit is refused', async () => {
  const der = fromPem(await createCsr({ keyPair: await generateKeyPair(), commonName: 'INV1' }), 'CERTIFICATE REQUEST');
  const subject = der.indexOf('INV1');
  der.write('INV2', subject);
  await expect(readCsr(toPem('CERTIFICATE REQUEST', der))).rejects.toThrow(/CSR: the signature does not verify/);
});

test('a key pair whose halves do not belong together gives a request that is refused', async () => {
  const [a, b] = [await generateKeyPair(), await generateKeyPair()];
  const pem = await createCsr({ keyPair: { privateKey: a.privateKey, publicKey: b.publicKey }, commonName: 'INV1' });
  await expect(readCsr(pem)).rejects.toThrow(/the signature does not verify/);
});

for (const [name, text, says] of [
  ['no PEM', 'nonsense', /found no PEM block at all/],
  [
    'another PEM block',
    toPem('PUBLIC KEY', Buffer.from('x')),
    /expected a block "-----BEGIN CERTIFICATE REQUEST-----.*found PUBLIC KEY/,
  ],
  ['PEM around nonsense', toPem('CERTIFICATE REQUEST', Buffer.from('nonsense')), /does not hold a PKCS#10/],
] as const) {
  test(`${name} is refused with words that say what it is`, async () => {
    await expect(readCsr(text)).rejects.toThrow(says);
  });
}

test('a key that is not ours to sign with is refused without being shown', async () => {
  const keyPair = { privateKey: toPem('PRIVATE KEY', Buffer.from('secret-secret')), publicKey: 'x' };
  const error = await createCsr({ keyPair, commonName: 'INV' }).catch(String);
  expect(error).toMatch(/expected keys on P-256 or P-384, or RSA keys, as PKCS#8 and SPKI PEM/);
  expect(error).not.toContain(Buffer.from('secret-secret').toString('base64'));
});
