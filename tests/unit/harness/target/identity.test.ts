/** `identity.client`: what our nodes show in TLS before they have a certificate of the CCF's. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTarget } from '../../../../harness/target/load.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';
import { ENV, EXAMPLE, read } from './example.ts';

const PASSPHRASE = 'open-sesame';
let folder: string;
let certificate: string;
let key: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'capif-identity-'));
  const authority = await createAuthority('Operator CA');
  const pair = await generateKeyPair();
  key = pair.privateKey;
  ({ certificate } = await authority.issue({ publicKey: pair.publicKey, commonName: 'tester' }));
  const expired = await authority.issue({ publicKey: pair.publicKey, commonName: 'tester', validForSeconds: -60 });
  write('expired.pem', expired.certificate);
  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: PASSPHRASE,
  });
  write('client.pem', certificate);
  write('client.key', key);
  write('encrypted.key', encrypted.toString());
  write('other.key', (await generateKeyPair()).privateKey);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** A target with this `identity.client`, as flow YAML. */
const targetWith = (client: string) => EXAMPLE.replace('identity:\n', `identity:\n  client: ${client}\n`);

function clientOf(client: string) {
  const target = parseTarget(targetWith(client), {
    file: 'x.yaml',
    folder,
    env: { ...ENV, PASSPHRASE },
  });
  if (target.role !== 'ccf') throw new Error('not a CCF');
  return target.identity.client;
}

const sameKey = (pem = '') => createPrivateKey(pem).equals(createPrivateKey(key));

test('a PEM certificate with its key, in the clear or encrypted', () => {
  for (const client of [
    '{ certificate: client.pem, key: client.key }',
    `{ certificate: client.pem, key: encrypted.key, passphrase: "\${PASSPHRASE}" }`,
  ]) {
    const identity = clientOf(client);
    expect(identity?.certificate.trim()).toBe(certificate.trim());
    expect(sameKey(identity?.key)).toBe(true);
  }
});

test('a PKCS#12 file as openssl makes it, with an EC key and with an RSA key', () => {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'rsa.key',
    '-out',
    'rsa.pem',
    '-subj',
    '/CN=tester',
  );
  for (const name of ['client', 'rsa']) {
    const files = ['-in', `${name}.pem`, '-inkey', `${name}.key`, '-out', `${name}.p12`];
    openssl('pkcs12', '-export', ...files, '-passout', `pass:${PASSPHRASE}`);
    const identity = clientOf(`{ certificate: ${name}.p12, passphrase: ${PASSPHRASE} }`);
    const own = createPrivateKey(readFileSync(join(folder, `${name}.key`)));
    expect(createPrivateKey(identity?.key ?? '').equals(own)).toBe(true);
    expect(new X509Certificate(identity?.certificate ?? '').checkPrivateKey(own)).toBe(true);
  }
});

test('a PKCS#12 file without a passphrase', () => {
  const files = ['-in', 'client.pem', '-inkey', 'client.key', '-out', 'open.p12'];
  execFileSync('openssl', ['pkcs12', '-export', ...files, '-passout', 'pass:'], { cwd: folder, stdio: 'pipe' });
  expect(sameKey(clientOf('{ certificate: open.p12, passphrase: "" }')?.key)).toBe(true);
});

const WRONG: readonly (readonly [string, string])[] = [
  ['{ certificate: nowhere.pem }', 'identity.client.certificate: the file "nowhere.pem" cannot be read'],
  ['{ certificate: client.key }', 'identity.client.certificate: is PEM but holds no certificate'],
  ['{ certificate: expired.pem, key: client.key }', 'identity.client.certificate: has expired ('],
  ['{ certificate: client.pem }', 'identity.client.key: is missing; a PEM certificate needs its private key'],
  ['{ certificate: client.pem, key: other.key }', 'identity.client.key: is not the private key of'],
  ['{ certificate: client.pem, key: client.pem }', 'identity.client.key: holds no private key'],
  ['{ certificate: client.pem, key: encrypted.key }', 'identity.client.passphrase: is missing, and the private key'],
  [
    '{ certificate: client.pem, key: encrypted.key, passphrase: not-sesame }',
    'identity.client.passphrase: does not open the private key',
  ],
];

for (const [client, message] of WRONG) {
  test(`told at its place: ${message}`, () => {
    const told = read(targetWith(client), ENV, folder);
    expect(told).toEqual([expect.stringMatching(/^targets\/x\.yaml:\d+:\d+ identity\.client\./)]);
    expect(String(told)).toContain(message);
    expect(String(told)).not.toContain('not-sesame');
  });
}
