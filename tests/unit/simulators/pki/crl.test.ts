/** Revocation lists as OpenSSL makes them, and as the CCF's authority does. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { revokedSerialNumbers } from '../../../../simulators/pki/crl.ts';
import { fromPem } from '../../../../simulators/pki/pem.ts';
import { expect, test } from '../../../support/test.ts';

const CONFIGURATION = `[ca]
default_ca = one
[one]
database = index.txt
crlnumber = number
default_md = sha256
default_crl_days = 1
crl_extensions = version2
[version2]
authorityKeyIdentifier = keyid
`;

/** A list that OpenSSL makes, PEM, of these serial numbers (hex); of version 1 without any extension. */
function madeByOpenssl(serialNumbers: readonly string[], version: 1 | 2 = 2): string {
  const folder = mkdtempSync(join(tmpdir(), 'capif-crl-'));
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
  try {
    write('ca.cnf', version === 2 ? CONFIGURATION : CONFIGURATION.replaceAll(/^crl_extensions.*|^crlnumber.*/gm, ''));
    write('number', '01\n');
    const reason = version === 2 ? ',cessationOfOperation' : '';
    const line = (serial: string) => `R\t991231235959Z\t261128120000Z${reason}\t${serial}\tunknown\t/CN=${serial}\n`;
    write('index.txt', serialNumbers.map(line).join(''));
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key'];
    openssl('req', '-x509', ...key, '-out', 'ca.pem', '-subj', '/CN=Another CA');
    openssl('ca', '-gencrl', '-config', 'ca.cnf', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-out', 'list.pem');
    return readFileSync(join(folder, 'list.pem'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => (0x8000 + index).toString(16).toUpperCase());

test('what our authority lists reads back, from PEM and from DER, also when it lists nothing', async () => {
  const { crl } = await createAuthority('CAPIF CA');
  const list = await crl(['0A', '7FFF', '80FF', '00']);
  for (const form of [list, fromPem(list, 'X509 CRL'), Buffer.from(list)]) {
    expect(revokedSerialNumbers(form)).toEqual(['0A', '7FFF', '80FF', '00']);
  }
  expect(revokedSerialNumbers(await crl([]))).toEqual([]);
});

for (const version of [1, 2] as const) {
  test(`so does what OpenSSL lists in version ${version}`, () => {
    expect(revokedSerialNumbers(madeByOpenssl(['0A', '80FF'], version))).toEqual(['0A', '80FF']);
    expect(revokedSerialNumbers(madeByOpenssl([], version))).toEqual([]);
  });
}

test('a list is as long as a CCF has revoked certificates', () => {
  const listed = numbers(10_000);
  expect(revokedSerialNumbers(madeByOpenssl(listed))).toEqual(listed);
});

test('what is no CRL is said to be none', async () => {
  const { certificate } = await createAuthority('CAPIF CA');
  const list = fromPem(madeByOpenssl(['0A']), 'X509 CRL');
  for (const other of ['nonsense', '', fromPem(certificate, 'CERTIFICATE'), list.subarray(0, -1)]) {
    expect(() => revokedSerialNumbers(other)).toThrow(/CRL: expected an X\.509 certificate revocation list/);
  }
  expect(() => revokedSerialNumbers(certificate)).toThrow(/expected a block.*X509 CRL.*found CERTIFICATE/);
});

test('lists of several authorities in one file count together', async () => {
  const { crl } = await createAuthority('Root CA');
  const bundle = `${await crl([])}${madeByOpenssl(['0A'])}some text\n${await crl(['0B', '0C'])}`;
  expect(revokedSerialNumbers(bundle)).toEqual(['0A', '0B', '0C']);
});
