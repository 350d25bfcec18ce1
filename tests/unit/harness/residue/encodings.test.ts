import { createPrivateKey, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import type { Credential } from '../../../../harness/residue/credentials.ts';
import { scan } from '../../../../harness/residue/scan.ts';
import { expect, test } from '../../../support/test.ts';
import { BYTE_WAYS, inLines, issued, TEXT_WAYS, type Written } from './written.ts';

/** Some fillings of the buffer long, so that there are borders to plant across. */
const LENGTH = 700 * 1024;
const noise = Buffer.alloc(LENGTH);
for (let index = 0, state = 1; index < LENGTH; index += 1) {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  noise[index] = state >> 16;
}

const placesIn = async (credential: Credential, bytes: Buffer) => {
  const held = [{ place: 'store', bytes }];
  const [residue] = await scan({ credentials: [credential], places: [], held, folder: '.', timeoutMs: 10_000 });
  return residue?.places ?? [];
};

function planted({ bytes }: Written, offset: number): Buffer {
  const store = Buffer.from(noise);
  bytes.copy(store, offset);
  // Beside it a byte that has no part in it: a ninth zero would make a second place of eight, a backslash an escaped slash.
  const stranger = Array.from({ length: 256 }, (_, byte) => byte).find(
    (byte) => byte !== 0x5c && !bytes.includes(byte),
  );
  store[offset - 1] = store[offset + bytes.length] = stranger ?? 0;
  return store;
}

// Everywhere, and often enough across the border of a filling: they lie one after the other every 256 KiB, near the form's length.
const offsets = fc.oneof(
  fc.integer({ min: 1, max: LENGTH - 4096 }),
  fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: -600, max: 1200 })).map(([n, by]) => n * 256 * 1024 + by),
);

test('a secret of bytes is found in every way of writing it, wherever it stands', async () => {
  const secrets = fc.uint8Array({ minLength: 8, maxLength: 48 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(secrets, fc.constantFrom(...Object.keys(BYTE_WAYS)), offsets, async (secret, way, offset) => {
      const written = BYTE_WAYS[way]?.(secret) ?? { bytes: Buffer.alloc(0), at: 0 };
      const places = await placesIn({ kind: 'aefpsk', value: secret }, planted(written, offset));
      expect(places.map(({ place, offset }) => ({ place, offset }))).toEqual([
        { place: 'store', offset: offset + written.at },
      ]);
      const [found] = places;
      if (found !== undefined && found.encoding !== way) expectSameBytes(found.encoding, way, secret, written);
    }),
    { numRuns: 300 },
  );
});

/** Without a character to tell them apart, two ways of writing are one. */
function expectSameBytes(found: string, way: string, secret: Buffer, written: Written): void {
  if (way === 'base64url, within a longer value') {
    const decided = written.bytes.toString('latin1', written.at, Math.floor(((secret.length + 2) * 8) / 6));
    expect([found, /[-_]/.test(decided)]).toEqual(['base64, within a longer value', false]);
  } else {
    expect(BYTE_WAYS[found]?.(secret)).toEqual(written);
  }
}

test('a secret of text is found in every way of writing it, wherever it stands', async () => {
  const texts = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' });
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(...Object.keys(TEXT_WAYS)), offsets, async (secret, way, offset) => {
      const written = TEXT_WAYS[way]?.(secret) ?? { bytes: Buffer.alloc(0), at: 0 };
      const places = await placesIn({ kind: 'onboard-secret', value: secret }, planted(written, offset));
      expect(places.map(({ offset }) => offset)).toEqual([offset]);
      const [found] = places;
      if (found !== undefined && found.encoding !== way) expect(TEXT_WAYS[found.encoding]?.(secret)).toEqual(written);
    }),
    { numRuns: 200 },
  );
});

test('where nothing was planted nothing is found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 8, maxLength: 48 }), async (secret) => {
      expect(await placesIn({ kind: 'aefpsk', value: Buffer.from(secret) }, noise)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('a certificate and its key are found in PEM however its lines are broken, and in DER', async () => {
  const { certificate, certificateDer, key, sec1 } = await issued();
  const [, body = ''] = /-----\n([^-]+)\n-----/.exec(certificate) ?? [];
  const base64 = body.replaceAll('\n', '');
  const escaped = JSON.stringify({ pem: certificate.trim() });
  const pem = (width: number, lineEnd: string) =>
    `-----BEGIN CERTIFICATE-----${lineEnd}${inLines(base64, width, lineEnd)}${lineEnd}-----END CERTIFICATE-----`;
  const cases: readonly (readonly [Credential['kind'], string | Buffer, number, string])[] = [
    ['certificate', certificate, 0, 'PEM'],
    ['certificate', pem(64, '\r\n'), 0, 'PEM in lines of 64 (CRLF)'],
    ['certificate', pem(76, '\n'), 0, 'PEM in lines of 76 (LF)'],
    ['certificate', escaped, 8, 'PEM in lines of 64 (\\n)'],
    ['certificate', JSON.stringify({ inner: escaped }), 21, 'PEM in lines of 64 (\\\\n)'],
    ['certificate', body, 0, 'base64 in lines of 64 (LF) of DER'],
    ['certificate', base64, 0, 'base64 of DER'],
    ['certificate', certificateDer, 0, 'DER'],
    ['certificate', certificateDer.toString('hex'), 0, 'hex of DER'],
    ['private-key', key, 0, 'PEM'],
    ['private-key', sec1, 0, 'PEM'],
  ];
  for (const [kind, written, at, encoding] of cases) {
    const value = kind === 'certificate' ? certificate : key;
    const bytes = Buffer.concat([Buffer.from('before '), Buffer.from(written)]);
    expect(await placesIn({ kind, value }, bytes)).toContainEqual({ place: 'store', offset: 7 + at, encoding });
  }
});

test('a PEM block as a whole in base64 or hexadecimal is found, and called that', async () => {
  const { certificate, key, sec1 } = await issued();
  const windows = (pem: string) => pem.trim().replaceAll('\n', '\r\n');
  const cases: readonly (readonly [Credential['kind'], string, string])[] = [
    ['private-key', btoa(key.trim()), 'base64 of PEM'],
    ['private-key', btoa(windows(key)), 'base64 of PEM'],
    ['private-key', btoa(sec1.trim()), 'base64 of PEM'],
    ['private-key', Buffer.from(key.trim()).toString('hex'), 'hex of PEM'],
    ['private-key', inLines(btoa(key.trim()), 76, '\n'), 'base64 in lines of 76 (LF) of PEM'],
    ['certificate', btoa(certificate.trim()), 'base64 of PEM'],
  ];
  for (const [kind, written, encoding] of cases) {
    const value = kind === 'certificate' ? certificate : key;
    expect(await placesIn({ kind, value }, Buffer.from(`data: ${written}`))).toEqual([
      { place: 'store', offset: 6, encoding },
    ]);
  }
  // With the line end that most files have after it, padding and last characters are other ones.
  const [found] = await placesIn({ kind: 'private-key', value: key }, Buffer.from(btoa(key)));
  expect(found).toMatchObject({ offset: 0, encoding: expect.stringMatching(/^base64\b.* of PEM$/) });
});

test('a private key is found by its number, as a JWK and as OpenSSL keeps it, and given as DER', async () => {
  const { key } = await issued();
  const object = createPrivateKey(key);
  const { d = '' } = object.export({ format: 'jwk' });
  const number = Buffer.from(d, 'base64url');
  const value = object.export({ format: 'der', type: 'sec1' });
  const of = async (bytes: Buffer) =>
    (await placesIn({ kind: 'private-key', value }, bytes)).map((one) => one.encoding);
  expect(await of(Buffer.from(JSON.stringify({ kty: 'EC', d })))).toEqual([
    // Without a character to tell them apart, the two are one.
    expect.stringMatching(/^base64(?:url| without padding) of private number$/),
  ]);
  expect(await of(number)).toEqual(['private number']);
  expect(await of(Buffer.from(number.toReversed()))).toEqual(['private number, least significant byte first']);
});

const STORED_PEM: Readonly<Record<string, (pem: string) => string | Buffer>> = {
  'in JSON, as PHP writes it': (pem) => JSON.stringify({ pem }).replaceAll('/', '\\/'),
  'in JSON, as .NET writes it': (pem) => JSON.stringify({ pem }).replaceAll('+', '\\u002B'),
  'line by line in JSON': (pem) => JSON.stringify(pem.split('\n'), undefined, 2),
  'line by line in JSON, as PHP writes it': (pem) => JSON.stringify(pem.split('\n')).replaceAll('/', '\\/'),
  'indented in YAML': (pem) => `pem: |\n${pem.replace(/^/gm, '    ')}`,
  'in a form': (pem) => new URLSearchParams({ pem }).toString(),
  'in a URL, lower case': (pem) => encodeURIComponent(pem).replace(/%../g, (octet) => octet.toLowerCase()),
  'as UTF-16': (pem) => Buffer.from(pem, 'utf16le'),
};
for (const [way, write] of Object.entries(STORED_PEM)) {
  test(`a private key and a certificate are found ${way}, and neither is taken for another`, async () => {
    const { key, sec1, certificate } = await issued();
    const other = await issued();
    for (const [kind, value, stored] of [
      ['private-key', key, key],
      ['private-key', key, sec1],
      ['certificate', certificate, certificate],
    ] as const) {
      expect(await placesIn({ kind, value }, Buffer.from(write(stored)))).not.toEqual([]);
    }
    const innocent = [other.key, other.certificate, createPublicKey(key).export({ format: 'pem', type: 'spki' })];
    for (const pem of innocent) {
      const bytes = Buffer.from(write(pem.toString()));
      expect(await placesIn({ kind: 'private-key', value: key }, bytes)).toEqual([]);
      expect(await placesIn({ kind: 'certificate', value: certificate }, bytes)).toEqual([]);
    }
    expect(await placesIn({ kind: 'private-key', value: key }, Buffer.from(write(certificate)))).toEqual([]);
  });
}

const STORED_BYTES: Readonly<Record<string, (bytes: Buffer) => string | Buffer>> = {
  'decimal numbers': (bytes) => JSON.stringify({ psk: bytes }),
  'hex with spaces': (bytes) => bytes.toString('hex').replace(/..(?!$)/g, '$& '),
  'hex with spaces, upper case': (bytes) =>
    bytes
      .toString('hex')
      .toUpperCase()
      .replace(/..(?!$)/g, '$& '),
  'hex as UTF-16': (bytes) => Buffer.from(bytes.toString('hex'), 'utf16le'),
  'base64 as UTF-16': (bytes) => Buffer.from(bytes.toString('base64'), 'utf16le'),
  'base64, escaped for JSON': (bytes) => JSON.stringify(bytes.toString('base64')).replaceAll('/', '\\/'),
};
for (const [encoding, write] of Object.entries(STORED_BYTES)) {
  test(`an AEFPSK is found as ${encoding}`, async () => {
    const value = Buffer.from('ff0fbf3fffc0ffee00112233445566778899aabbccddeeff0102030405060708', 'hex');
    const [found] = await placesIn(
      { kind: 'aefpsk', value },
      Buffer.concat([Buffer.from('{"key":'), Buffer.from(write(value))]),
    );
    expect(found).toMatchObject({ encoding });
  });
}

test('an access token, an AEFPSK in hexadecimal and an API invoker ID are called what they are', async () => {
  const token = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJjY2YifQ.c2lnbmF0dXJlLW9mLWl0';
  const psk = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
  const encodings = async (credential: Credential, written: string | Buffer) =>
    (await placesIn(credential, Buffer.from(written))).map(({ encoding }) => encoding);
  expect(await encodings({ kind: 'access-token', value: token }, `Bearer ${token}\n`)).toEqual(['JWT']);
  expect(await encodings({ kind: 'access-token', value: token }, btoa(token))).toEqual(['base64 of JWT']);
  expect(await encodings({ kind: 'aefpsk', value: psk }, psk)).toEqual(['hex']);
  expect(await encodings({ kind: 'aefpsk', value: psk }, Buffer.from(psk, 'hex'))).toEqual(['raw']);
  expect(await encodings({ kind: 'api-invoker-id', value: 'INV-1234' }, 'id=INV-1234')).toEqual(['text']);
  // An ID is no secret that somebody would encode: its digits in base64 are somebody else's.
  expect(await encodings({ kind: 'api-invoker-id', value: 'INV-1234' }, btoa('INV-1234'))).toEqual([]);
});

test('what cannot be looked for is refused, and not repeated', async () => {
  const refused = (credential: Credential) => placesIn(credential, Buffer.alloc(0)).then(String, String);
  expect(await refused({ kind: 'aefpsk', value: Buffer.from('seven77') })).toBe(
    'RangeError: the aefpsk has 7 bytes: under 8 it would be found by chance in any store; issue a longer one, or do not scan for it',
  );
  expect(await refused({ kind: 'private-key', value: 'hunter2-hunter2' })).toBe(
    'TypeError: the private-key is neither PEM nor DER, so its forms in a store are unknown; give it as it was issued',
  );
});
