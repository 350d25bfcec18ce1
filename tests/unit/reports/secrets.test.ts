import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { FINGERPRINT_KEY, fingerprintKey, fingerprintOf, SecretRegister } from '../../../harness/evidence/secrets.ts';
import { monotonicNow } from '../../../simulators/wire/clock.ts';
import { expect, test } from '../../support/test.ts';

const SECRET = 'p/ss+w"rd\\ of\n<Zoë> & co';

function registerOf(...secrets: (string | Buffer)[]): SecretRegister {
  const register = new SecretRegister();
  for (const secret of secrets) register.register('token', secret);
  return register;
}

/** A private key as PEM; every call a new one. */
function privateKeyPem(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

test('a fingerprint is the same wherever the value is, within a run; in another run it is another', () => {
  const weak = 'correct horse battery';
  const own = fingerprintOf('passphrase', weak);
  expect(own).toMatch(/^‹passphrase:[0-9a-f]{8}›$/);
  expect(fingerprintOf('passphrase', Buffer.from(weak))).toBe(own);
  // Nobody confirms a guess by what anybody can work out.
  expect(own).not.toContain(createHash('sha256').update(weak).digest('hex').slice(0, 8));
  const inherited = (key?: string) => {
    const { [FINGERPRINT_KEY]: before, ...others } = process.env;
    const script = `import { fingerprintOf } from './harness/evidence/secrets.ts'; console.log(fingerprintOf('passphrase', '${weak}'))`;
    const env = key === undefined ? others : { ...others, [FINGERPRINT_KEY]: key };
    expect(before).toBe(fingerprintKey());
    return execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env,
      encoding: 'utf8',
    }).trim();
  };
  expect(inherited(fingerprintKey())).toBe(own);
  expect(inherited()).toMatch(/^‹passphrase:[0-9a-f]{8}›$/);
  expect(inherited()).not.toBe(own);
});

const encodings: Record<string, (secret: string) => string> = {
  raw: (secret) => secret,
  'hex, lower case': (secret) => Buffer.from(secret).toString('hex'),
  'hex, upper case': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  'base64 without padding': (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'base64, percent-encoded': (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
  'percent-encoded': encodeURIComponent,
  'percent-encoded, lower case': (secret) => encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
  'form-encoded': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'JSON-escaped': (secret) => JSON.stringify(secret).slice(1, -1),
  'JSON-escaped twice': (secret) => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
};

for (const [name, encode] of Object.entries(encodings)) {
  test(`a registered secret is found: ${name}`, () => {
    const text = `before ${encode(SECRET)} after`;
    expect(registerOf(SECRET).redact({ deep: [{ text }] })).toEqual({
      deep: [{ text: `before ${fingerprintOf('token', SECRET)} after` }],
    });
  });
}

test('whatever the secret and the encoding, it is found', () => {
  const secret = fc.string({ minLength: 8, unit: 'grapheme' });
  fc.assert(
    fc.property(secret, fc.constantFrom(...Object.values(encodings)), (value, encode) => {
      expect(registerOf(value).redact(`(${encode(value)})`)).toBe(`(${fingerprintOf('token', value)})`);
    }),
  );
});

test('a key given as bytes is found as hex, base64 and latin1', () => {
  const key = fc.uint8Array({ minLength: 16, maxLength: 48 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(key, fc.constantFrom<BufferEncoding>('hex', 'base64', 'base64url', 'latin1'), (bytes, encoding) => {
      const redacted = registerOf(bytes).redact(`<${bytes.toString(encoding)}>`);
      expect(redacted).toBe(`<${fingerprintOf('token', bytes)}>`);
    }),
  );
});

test('within a longer base64 value nothing of the secret can be decoded but its edges', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 8 }),
      fc.string({ maxLength: 9 }),
      fc.string({ maxLength: 9 }),
      (value, user, rest) => {
        const encoded = Buffer.from(`${user}:${value}:${rest}`).toString('base64');
        expect(registerOf(value).redact(encoded)).toContain(fingerprintOf('token', value));
      },
    ),
  );
});

test('a secret that lines break in two takes the whole text with it', () => {
  const secrets = new SecretRegister();
  const key = Buffer.from('0123456789abcdeffedcba9876543210'.repeat(2), 'hex');
  secrets.register('aefpsk', key);
  const base64 = Buffer.concat([Buffer.alloc(30, 1), key, Buffer.alloc(30, 1)]).toString('base64');
  const lines = (base64.match(/.{1,50}/g) ?? []).join('\n');
  for (const text of [`said:\n${lines}\n`, JSON.stringify(lines), key.toString('hex').replace(/.{20}/g, '$&\r\n')]) {
    expect(secrets.redact(text)).toBe('‹left out: a secret stands in it, broken over lines›');
  }
  const innocent = 'one line\nanother\n'.repeat(50);
  expect(secrets.redact(innocent)).toBe(innocent);
});

test('text without a secret stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(registerOf('a secret that nobody writes').redact(json)).toEqual(json);
    }),
  );
});

test('redacting twice is redacting once', () => {
  const piece = fc.constantFrom(
    SECRET,
    'Authorization: Bearer abc',
    'client_secret=hush&x=1',
    '{"access_token":"t"}',
    '\n',
    ' ',
    '‹',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const register = registerOf(SECRET);
      const once = register.redact(pieces.join(''));
      expect(register.redact(once)).toBe(once);
    }),
  );
});

test('of two secrets of which one begins the other, the longer is taken', () => {
  const register = registerOf('abcdefgh', 'abcdefghijkl');
  expect(register.redact('abcdefghijkl abcdefghi')).toBe(
    `${fingerprintOf('token', 'abcdefghijkl')} ${fingerprintOf('token', 'abcdefgh')}i`,
  );
});

test('a secret is found after a candidate that only begins like it', () => {
  expect(registerOf('aaaaaaaaab').redact('aaaaaaaaaaaab')).toBe(`aaa${fingerprintOf('token', 'aaaaaaaaab')}`);
});

test('a secret used as the name of a member is found', () => {
  expect(registerOf('abcdefgh').redact({ abcdefgh: 1 })).toEqual({ [fingerprintOf('token', 'abcdefgh')]: 1 });
});

const pemLineEnds: Record<string, string> = {
  '\\n': '\n',
  '\\r\\n': '\r\n',
  'escaped \\n': '\\n',
  'twice escaped \\n': '\\\\n',
  none: '',
};

for (const [name, lineEnd] of Object.entries(pemLineEnds)) {
  test(`a registered PEM key is found with line ends ${name}`, () => {
    const pem = privateKeyPem();
    const register = new SecretRegister();
    register.register('private-key', pem);
    const written = pem.trim().split('\n').join(lineEnd);
    expect(register.redact(`key: ${written};`)).toBe(`key: ${fingerprintOf('private-key', pem)};`);
  });
}

test('the body of a registered PEM key is found without its frame', () => {
  const pem = privateKeyPem();
  const body = pem.split('\n').slice(1, -2).join('');
  expect(registerOf(pem).redact(`der=${body}`)).toBe(`der=${fingerprintOf('token', pem)}`);
});

test('an unregistered PEM key is found, whole or cut off, with one fingerprint however its lines end', () => {
  const register = registerOf(privateKeyPem());
  const pem = privateKeyPem().trim();
  const redacted = register.redact(`a ${pem} b`);
  expect(redacted).toMatch(/^a ‹private-key:[0-9a-f]{8}› b$/);
  expect(register.redact(`a ${pem.replaceAll('\n', '\\n')} b`)).toBe(redacted);
  expect(register.redact(`a ${pem.slice(0, 90)}`)).toMatch(/^a ‹private-key:[0-9a-f]{8}›$/);
});

test('a certificate is no secret', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  expect(registerOf(privateKeyPem()).redact(certificate)).toBe(certificate);
});

const giveaways: [string, unknown, unknown][] = [
  [
    'a header',
    { authorization: 'Bearer abc.def' },
    { authorization: `Bearer ${fingerprintOf('authorization', 'abc.def')}` },
  ],
  [
    'a header as text',
    'GET / \r\nAuthorization: abc d\r\nHost: x',
    `GET / \r\nAuthorization: abc ${fingerprintOf('authorization', 'd')}\r\nHost: x`,
  ],
  [
    'a header as escaped text',
    'Authorization: Basic x\\r\\nHost',
    `Authorization: Basic ${fingerprintOf('authorization', 'x')}\\r\\nHost`,
  ],
  ['a form', 'a=1&client_secret=s%20t&b=2', `a=1&client_secret=${fingerprintOf('client_secret', 's%20t')}&b=2`],
  [
    'a member',
    { onboardingSecret: 'tell nobody' },
    { onboardingSecret: fingerprintOf('onboardingSecret', 'tell nobody') },
  ],
  ['a body', '{"access_token" : "a.b","x":1}', `{"access_token" : "${fingerprintOf('access_token', 'a.b')}","x":1}`],
  ['a body with a quote', '{"regSec":"a\\"b"}', `{"regSec":"${fingerprintOf('regSec', 'a\\"b')}"}`],
  [
    'a body in a body',
    '{\\"onboardingSecret\\":\\"s\\\\\\"t\\",\\"x\\":1}',
    `{\\"onboardingSecret\\":\\"${fingerprintOf('onboardingSecret', 's\\\\\\"t')}\\",\\"x\\":1}`,
  ],
  ['a body that was cut off', '{"access_token":"a.b', `{"access_token":"${fingerprintOf('access_token', 'a.b')}`],
  ['a flag of that name is none', '?authenticationInfo=true', '?authenticationInfo=true'],
];

for (const [name, given, redacted] of giveaways) {
  test(`an unregistered secret is known by where it stands: ${name}`, () => {
    expect(new SecretRegister().redact(given)).toEqual(redacted);
    expect(registerOf('another secret').redact(given)).toEqual(redacted);
  });
}

test('a registered secret keeps its own fingerprint where any text would be concealed', () => {
  const register = registerOf('abcdefgh');
  const own = fingerprintOf('token', 'abcdefgh');
  expect(register.redact({ authorization: 'Bearer abcdefgh', body: '{"access_token":"abcdefgh"}' })).toEqual({
    authorization: `Bearer ${own}`,
    body: `{"access_token":"${own}"}`,
  });
  expect(register.redact({ authorization: 'Bearer abcdefghi' })).toEqual({
    authorization: `Bearer ${fingerprintOf('authorization', 'abcdefghi')}`,
  });
});

test('a secret under 8 bytes is refused in words that do not tell it', () => {
  const register = new SecretRegister();
  expect(() => register.register('passphrase', 'hunter2')).toThrow(
    'the passphrase has 7 bytes: under 8 it could not be told from ordinary text; use a longer one',
  );
  expect(register.redact('hunter2')).toBe('hunter2');
});

test('what is not JSON is refused with its place, for a secret could hide in it', () => {
  const register = registerOf('abcdefgh');
  expect(() => register.redact({ facts: [{ key: Buffer.from('abcdefgh') }] })).toThrow(
    /^facts\.0\.key is a Buffer, not JSON/,
  );
});

test('the original is not touched', () => {
  const original = { list: ['abcdefgh'] };
  registerOf('abcdefgh').redact(original);
  expect(original).toEqual({ list: ['abcdefgh'] });
});

test('sixty secrets in 300 KB are found in well under a second', () => {
  const secrets = Array.from({ length: 60 }, (_, index) => createHash('sha256').update(`${index}`).digest());
  const register = registerOf(...secrets.slice(0, 40), ...Array.from({ length: 20 }, privateKeyPem));
  const line = `${'x9'.repeat(1500)}${secrets[0]?.toString('hex')}`;
  const record = Array.from({ length: 100 }, (_, index) => ({ index, line }));
  register.redact('');
  const before = monotonicNow();
  const redacted = register.redact(record);
  const elapsedMs = (monotonicNow() - before) / 1000;
  expect(redacted[99]?.line).toMatch(/‹token:[0-9a-f]{8}›$/);
  expect(elapsedMs).toBeLessThan(500);
});
