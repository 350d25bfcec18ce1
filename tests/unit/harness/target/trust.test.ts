import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from '../../../support/test.ts';
import { BUNDLE, BUNDLE_PASSPHRASE, CA, EXAMPLE, load } from './example.ts';

/** Loads a target whose folder holds `files` and whose trust is `trust`; answers its CAs, or what is told. */
function trusting(trust: object, files: Record<string, string | Buffer> = {}): readonly string[] | string {
  const folder = test.info().outputPath('targets');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(`${folder}/${name}`, content);
  writeFileSync(`${folder}/x.yaml`, EXAMPLE.replace(`{ ca: "\${CA}" }`, JSON.stringify(trust)));
  const target = load(`${folder}/x.yaml`, { TOKEN: 'onboard-me-please', PASS: BUNDLE_PASSPHRASE });
  if (Array.isArray(target)) return target.map((line) => line.replace(/^.*x\.yaml:/, '')).join('\n');
  return target.role === 'ccf' ? target.trust.ca : 'another role';
}

test('a PEM file is read from the folder of the target file', () => {
  expect(trusting({ ca: './ca.pem' }, { 'ca.pem': CA })).toEqual([CA]);
});

test('of a PEM file, every certificate is taken and nothing else', () => {
  const key = '-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n';
  expect(trusting({ ca: 'all.pem' }, { 'all.pem': `Acme\n${CA}${key}${CA.replaceAll('\n', '\r\n')}` })).toHaveLength(2);
});

test('PEM text itself, and lists, are taken', () => {
  expect(trusting({ ca: CA })).toEqual([CA]);
  expect(trusting({ ca: ['ca.pem', CA] }, { 'ca.pem': CA })).toEqual([CA, CA]);
});

test('a PKCS#12 bundle is opened with the passphrase', () => {
  const ca = trusting({ ca: 'ca.p12', passphrase: `\${PASS}` }, { 'ca.p12': BUNDLE });
  expect(ca).toHaveLength(1);
  expect(new X509Certificate(ca[0] ?? '').raw).toEqual(new X509Certificate(CA).raw);
});

const der = new X509Certificate(CA).raw;
const damaged = CA.replace('MIIBejCC', 'MIIBejCD');
const WRONG: [trust: object, content: string | Buffer | undefined, problem: string][] = [
  [
    { ca: 'ca' },
    undefined,
    `4:14 trust.ca: the file "ca" cannot be read (ENOENT); the path counts from the target file's folder`,
  ],
  [
    { ca: '.' },
    undefined,
    `4:14 trust.ca: the file "." cannot be read (EISDIR); the path counts from the target file's folder`,
  ],
  [{ ca: '' }, undefined, '4:14 trust.ca: is empty; write e.g. ca: ./acme-ca.pem'],
  [{ ca: [] }, undefined, '4:14 trust.ca: is empty; write e.g. ca: ./acme-ca.pem'],
  [{ ca: 7 }, undefined, '4:14 trust.ca: expected text, saw a number; write e.g. ca: ./acme-ca.pem'],
  [{ ca: 'ca' }, '', '4:14 trust.ca: the file "ca" is empty; it must hold certificates'],
  [
    { ca: 'ca' },
    'hello',
    '4:14 trust.ca: the file "ca" is neither PEM nor PKCS#12; a PEM file has lines -----BEGIN CERTIFICATE-----',
  ],
  [
    { ca: 'ca' },
    '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n',
    `4:14 trust.ca: the file "ca" is PEM but holds no certificate; give the CA's -----BEGIN CERTIFICATE-----`,
  ],
  [
    { ca: 'ca' },
    damaged,
    '4:14 trust.ca: the file "ca": the certificate cannot be decoded; it is damaged or was cut, export it again',
  ],
  [
    { ca: 'ca' },
    CA + damaged,
    '4:14 trust.ca: the file "ca": certificate 2 of 2 cannot be decoded; it is damaged or was cut, export it again',
  ],
  [
    { ca: 'ca' },
    der,
    '4:14 trust.ca: the file "ca" is DER, not PEM; convert it with "openssl x509 -inform der -in FILE -out FILE.pem"',
  ],
  [
    { ca: 'ca' },
    BUNDLE,
    '4:1 trust.passphrase: is missing, and the file "ca" looks like PKCS#12, which needs it; add it ("" where it has none), or give a PEM file',
  ],
  [{ ca: 'ca', passphrase: 'hunter2' }, BUNDLE, '4:32 trust.passphrase: does not open the file "ca"; correct it'],
];
for (const [trust, content, problem] of WRONG) {
  test(`told of ${JSON.stringify(trust).slice(0, 30)}: ${problem}`, () => {
    expect(trusting(trust, content === undefined ? {} : { ca: content })).toBe(problem);
  });
}

test('all that cannot be read is told at once', () => {
  expect(trusting({ ca: ['a', 'b'] })).toMatch(/^4:15 trust\.ca\[0\].*\n4:19 trust\.ca\[1\]/);
});
