import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { commonName, commonNameOfSubject, fingerprint, serialNumber } from '../../../../simulators/pki/certificates.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { calendarNow } from '../../../../simulators/wire/clock.ts';
import { expect, test } from '../../../support/test.ts';

const authority = createAuthority('CAPIF CA');
const keys = generateKeyPair();

/** OpenSSL as an independent judge, over files that live as long as the call. */
function openssl(files: Record<string, string>, ...args: string[]): { ok: boolean; says: string } {
  const folder = mkdtempSync(join(tmpdir(), 'pki-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return { ok: true, says: execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    return { ok: false, says: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a leaf verifies against its authority and against no other of the same name', async () => {
  const { certificate, issue } = await authority;
  const other = await createAuthority('CAPIF CA');
  const leaf = await issue({ publicKey: (await keys).publicKey, commonName: 'INV1' });
  const parsed = new X509Certificate(leaf.certificate);
  const root = new X509Certificate(certificate);
  const foreign = new X509Certificate(other.certificate);

  expect(parsed.checkIssued(root)).toBe(true);
  expect(parsed.verify(root.publicKey)).toBe(true);
  expect(parsed.checkIssued(foreign)).toBe(false);
  expect(parsed.verify(foreign.publicKey)).toBe(false);
  expect([root.ca, parsed.ca]).toEqual([true, false]);
  expect(parsed.checkPrivateKey(createPrivateKey((await keys).privateKey))).toBe(true);
});

test('OpenSSL finds nothing to object to, as client and as server, even strictly', async () => {
  const { certificate, issue } = await authority;
  const leaf = await issue({
    publicKey: (await keys).publicKey,
    commonName: 'AEF1',
    hosts: ['127.0.0.1', '::1', 'aef.example.com'],
  });
  const files = { 'ca.pem': certificate, 'leaf.pem': leaf.certificate };
  for (const purpose of ['sslclient', 'sslserver']) {
    const { ok, says } = openssl(files, 'verify', '-x509_strict', '-purpose', purpose, '-CAfile', 'ca.pem', 'leaf.pem');
    expect(ok, says).toBe(true);
  }
});

test('hosts become iPAddress or dNSName', async () => {
  const leaf = await (await authority).issue({
    publicKey: (await keys).publicKey,
    commonName: 'AEF1',
    hosts: ['127.0.0.1', '::1', 'aef.example.com'],
  });
  const parsed = new X509Certificate(leaf.certificate);
  expect([parsed.checkIP('127.0.0.1'), parsed.checkIP('::1'), parsed.checkHost('aef.example.com')]).toEqual([
    '127.0.0.1',
    '::1',
    'aef.example.com',
  ]);
  expect([parsed.checkIP('127.0.0.2'), parsed.checkHost('AEF1.example.com')]).toEqual([undefined, undefined]);
});

test('a common name is carried as it is, whatever characters it has', async () => {
  for (const name of ['INV1', 'a,b "x" +é#', '#0c', 'CN=x, O=y', ' both ends ', '日本']) {
    const leaf = await (await authority).issue({
      publicKey: (await keys).publicKey,
      commonName: name,
      organization: 'An org',
    });
    expect(commonName(leaf.certificate)).toBe(name);
    expect(commonNameOfSubject(new X509Certificate(leaf.certificate).subject.split('\n').join(', '))).toBe(name);
  }
});

test('a common name cannot be smuggled into a subject through another attribute', () => {
  expect(commonNameOfSubject('O=Acme\\, CN=ccf, CN=INV1')).toBe('INV1');
  expect(commonNameOfSubject('O=Acme\\\\, CN=ccf')).toBe('ccf');
  expect(commonNameOfSubject('O=CN=ccf')).toBeUndefined();
});

test('serial numbers are positive, of 16 octets, never twice, and the same in every reading', async () => {
  const { issue } = await authority;
  const order = { publicKey: (await keys).publicKey, commonName: 'INV1' };
  const leaves = await Promise.all(Array.from({ length: 30 }, () => issue(order)));
  const serials = leaves.map((leaf) => leaf.serialNumber);
  expect(new Set(serials).size).toBe(serials.length);
  for (const leaf of leaves) {
    expect(leaf.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(serialNumber(leaf.certificate)).toBe(leaf.serialNumber);
    expect(new X509Certificate(leaf.certificate).serialNumber).toBe(leaf.serialNumber);
  }
});

test('validity is what was ordered; a negative one has expired', async () => {
  const { issue } = await authority;
  const order = { publicKey: (await keys).publicKey, commonName: 'INV1' };
  const hour = new X509Certificate((await issue({ ...order, validForSeconds: 3600 })).certificate);
  const past = new X509Certificate((await issue({ ...order, validForSeconds: -3600 })).certificate);
  expect(Date.parse(hour.validTo) - Date.parse(hour.validFrom)).toBe((3600 + 300) * 1000);
  expect(Date.parse(past.validTo)).toBeLessThan(calendarNow().getTime());
  expect(Date.parse(past.validFrom)).toBeLessThan(Date.parse(past.validTo));
});

test('an RSA key is certified too, and may encipher keys', async () => {
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { certificate, issue } = await authority;
  const leaf = await issue({ publicKey, commonName: 'INV1' });
  const { says } = openssl({ 'leaf.pem': leaf.certificate }, 'x509', '-in', 'leaf.pem', '-noout', '-text');
  expect(says).toContain('Digital Signature, Key Encipherment');
  expect(
    openssl({ 'ca.pem': certificate, 'leaf.pem': leaf.certificate }, 'verify', '-CAfile', 'ca.pem', 'leaf.pem').ok,
  ).toBe(true);
});

test('a fingerprint is the SHA-256 of the DER certificate', async () => {
  const { certificate } = await authority;
  expect(fingerprint(certificate)).toBe(
    new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase(),
  );
});

test('OpenSSL reads the CRL, verifies it, and refuses exactly the certificates on it', async () => {
  const { certificate, issue, crl } = await authority;
  const order = { publicKey: (await keys).publicKey, commonName: 'INV1' };
  const [revoked, valid] = [await issue(order), await issue(order)];
  const list = await crl([revoked.serialNumber]);
  const files = {
    'ca.pem': certificate,
    'list.pem': list,
    'revoked.pem': revoked.certificate,
    'valid.pem': valid.certificate,
  };
  const verify = (leaf: string) =>
    openssl(files, 'verify', '-crl_check', '-CAfile', 'ca.pem', '-CRLfile', 'list.pem', leaf);

  expect(list).toMatch(/^-----BEGIN X509 CRL-----\n/);
  expect(openssl(files, 'crl', '-in', 'list.pem', '-CAfile', 'ca.pem', '-noout').ok).toBe(true);
  expect(verify('valid.pem').ok).toBe(true);
  expect(verify('revoked.pem').says).toContain('certificate revoked');
});

test('each CRL has a higher number than the one before, in minimal DER', async () => {
  const fresh = await createAuthority('CAPIF CA');
  for (const number of [1, 2, 3]) {
    const { says } = openssl({ 'list.pem': await fresh.crl([]) }, 'crl', '-in', 'list.pem', '-noout', '-crlnumber');
    expect(Number.parseInt(says.split('=')[1] ?? '', 16)).toBe(number);
  }
});

test('what is no certificate is said to be none', () => {
  expect(() => fingerprint('nonsense')).toThrow(/certificate: expected one in PEM/);
});
