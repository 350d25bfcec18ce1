import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { deriveAefPsk, interfaceInformation } from '../../../../simulators/capif/aefpsk.ts';
import { expect, test } from '../../../support/test.ts';

const bytes = (min: number, max: number) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((octets) => Buffer.from(octets));
const inputs = fc.record({
  masterSecret: bytes(48, 48),
  sessionId: bytes(1, 32),
  interfaceInformation: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
});

test('agrees with the formula of TS 33.220 Annex B.2 spelled out octet by octet', () => {
  const masterSecret = Buffer.alloc(48, 0xa5);
  const sessionId = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
  // "192.0.2.1:443" is 13 (0x000d) octets, the session ID 32 (0x0020).
  const s = `7a${'3139322e302e322e313a343433'}000d${sessionId.toString('hex')}0020`;
  const expected = createHmac('sha256', masterSecret).update(Buffer.from(s, 'hex')).digest('hex');

  const key = deriveAefPsk({ masterSecret, sessionId, interfaceInformation: '192.0.2.1:443' });

  expect(key.toString('hex')).toBe(expected);
  expect(key).toHaveLength(32);
});

test('counts the length of P0 in octets of UTF-8, not in characters', () => {
  const masterSecret = Buffer.alloc(48, 1);
  const sessionId = Buffer.of(7);
  const expected = createHmac('sha256', masterSecret)
    .update(Buffer.from('7ac3a9000207' + '0001', 'hex'))
    .digest();
  expect(deriveAefPsk({ masterSecret, sessionId, interfaceInformation: 'é' })).toEqual(expected);
});

test('is the same for the same inputs, and another as soon as one input differs', () => {
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const same = deriveAefPsk(a).equals(deriveAefPsk({ ...a }));
      const other = (['masterSecret', 'sessionId', 'interfaceInformation'] as const).every((input) => {
        const changed = deriveAefPsk({ ...a, [input]: b[input] });
        const differs =
          input === 'interfaceInformation' ? utf8(a[input]) !== utf8(b[input]) : !a[input].equals(b[input]);
        return changed.equals(deriveAefPsk(a)) !== differs;
      });
      return same && other;
    }),
  );
});

/** What UTF-8 makes of the text: lone surrogates all become the replacement character. */
function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

for (const [name, broken, says] of [
  [
    'an empty session ID',
    { sessionId: Buffer.alloc(0) },
    /TLS session ID is empty.*TLS 1\.2 session without session tickets/,
  ],
  ['an empty master secret', { masterSecret: Buffer.alloc(0) }, /master secret is empty/],
  ['empty interface information', { interfaceInformation: '' }, /interface information \(P0\) is empty/],
  ['a parameter that two octets of length cannot hold', { sessionId: Buffer.alloc(65_536) }, /65536 octets/],
] as const) {
  test(`refuses ${name}`, () => {
    const good = { masterSecret: Buffer.alloc(48), sessionId: Buffer.alloc(32), interfaceInformation: 'a:1' };
    expect(() => deriveAefPsk(good)).not.toThrow();
    expect(() => deriveAefPsk({ ...good, ...broken })).toThrow(says);
  });
}

test('interface information follows the template, with the port that HTTPS implies', () => {
  expect(interfaceInformation({ ipv4Addr: '192.0.2.1', port: 8443 })).toBe('192.0.2.1:8443');
  expect(interfaceInformation({ fqdn: 'aef.example.com' })).toBe('aef.example.com:443');
  expect(interfaceInformation({ ipv6Addr: '2001:db8::1', port: 1 }, 'https://[{host}]:{port}/')).toBe(
    'https://[2001:db8::1]:1/',
  );
});
