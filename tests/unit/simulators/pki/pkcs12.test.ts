import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { readPkcs12, writePkcs12 } from '../../../../simulators/pki/pkcs12.ts';
import { expect, test } from '../../../support/test.ts';

const PASSPHRASE = 'pass phrase é';

/** Runs OpenSSL commands in a fresh folder, and answers the folder. */
function openssl(run: (call: (...args: string[]) => void, folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'p12-'));
  run((...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }), folder);
  return folder;
}

/** An RSA identity of its own CA, made once for the file. */
let rsa: { certificate: string; key: string; chain: string[] };
test.describe.configure({ mode: 'default' });
test.beforeAll(() => {
  const folder = openssl((call) => {
    call('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=RSA CA');
    call('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=INV1');
    call('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'leaf.pem');
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  rsa = { certificate: read('leaf.pem'), key: read('leaf.key'), chain: [read('ca.pem')] };
  rmSync(folder, { recursive: true });
});

const same = (a: string | undefined, b: string) =>
  a !== undefined && new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256;

test('an RSA identity survives the round trip: leaf, key and chain', () => {
  const content = readPkcs12(writePkcs12({ ...rsa, passphrase: PASSPHRASE }), PASSPHRASE);
  expect(same(content.certificate, rsa.certificate)).toBe(true);
  expect(createPrivateKey(content.key ?? '').equals(createPrivateKey(rsa.key))).toBe(true);
  expect(content.chain.map((pem) => same(pem, rsa.chain[0] ?? ''))).toEqual([true]);
});

test('what is written is accepted by OpenSSL', () => {
  const pfx = writePkcs12({ ...rsa, passphrase: 'plain' });
  expect(() => createSecureContext({ pfx, passphrase: 'plain' })).not.toThrow();
  expect(() => createSecureContext({ pfx, passphrase: 'wrong' })).toThrow();
});

test('bundles of OpenSSL are read, with RSA and with EC, and a bundle of CAs alone', async () => {
  const authority = await createAuthority('EC CA');
  const keys = await generateKeyPair();
  const leaf = await authority.issue({ publicKey: keys.publicKey, commonName: 'INV2' });
  const bundles = openssl((call, where) => {
    for (const [name, content] of Object.entries({
      k: keys.privateKey,
      c: leaf.certificate,
      ca: authority.certificate,
    }))
      writeFileSync(join(where, name), content);
    call('pkcs12', '-export', '-inkey', 'k', '-in', 'c', '-certfile', 'ca', '-out', 'ec.p12', '-passout', 'pass:plain');
    call('pkcs12', '-export', '-nokeys', '-in', 'ca', '-out', 'trust.p12', '-passout', 'pass:plain');
  });

  const identity = readPkcs12(readFileSync(join(bundles, 'ec.p12')), 'plain');
  const trust = readPkcs12(readFileSync(join(bundles, 'trust.p12')), 'plain');
  rmSync(bundles, { recursive: true });

  expect(same(identity.certificate, leaf.certificate)).toBe(true);
  expect(createPrivateKey(identity.key ?? '').equals(createPrivateKey(keys.privateKey))).toBe(true);
  expect(identity.chain.map((pem) => same(pem, authority.certificate))).toEqual([true]);
  expect(trust).toEqual({ chain: [expect.stringContaining('BEGIN CERTIFICATE')] });
  expect(same(trust.chain[0], authority.certificate)).toBe(true);
});

test('an EC key is not bundled; the error says what to do instead and shows nothing', async () => {
  const { privateKey } = await generateKeyPair();
  const attempt = () => writePkcs12({ ...rsa, key: privateKey, passphrase: PASSPHRASE });
  expect(attempt).toThrow(
    /only RSA keys can be bundled here, this one is ec; use PEM files, or "openssl pkcs12 -export"/,
  );
  expect(attempt).not.toThrow(new RegExp(PASSPHRASE));
});

test('a wrong passphrase and a file that is no bundle are told apart', () => {
  const bundle = writePkcs12({ ...rsa, passphrase: PASSPHRASE });
  expect(() => readPkcs12(bundle, 'wrong')).toThrow('PKCS#12: the passphrase does not open the bundle');
  expect(() => readPkcs12(Buffer.from(rsa.certificate), PASSPHRASE)).toThrow(/not a bundle/);
});
