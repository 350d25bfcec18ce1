/** The scanner finds what it is there to find, wherever it hides, and takes nothing else for it. */
import { expect, test } from '../support/test.ts';
import { scan } from './secret-scan.ts';

const SECRET = 'q7Xv-planted-Z1';
const HEX = '00a1b2c3d4e5f60718293a4b5c6d7e8f';
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

for (const [where, text] of [
  ['as it is', `x ${SECRET} y`],
  ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
  ['in base64', base64(SECRET)],
  ['in base64 after one octet', base64(`.${SECRET}.`)],
  ['in base64 after two octets', base64(`..${SECRET}...`)],
  ['in an attachment', `{ "body": "${base64(`a record with ${SECRET}`)}" }`],
] as const) {
  test(`a planted secret is found ${where}`, () => {
    expect(scan(text, { planted: SECRET })).toEqual(['planted']);
    expect(scan(text, { planted: 'something-else' })).toEqual([]);
  });
}

test('a secret that is hexadecimal is found as the octets that it stands for', () => {
  expect(scan(base64(Buffer.from(HEX, 'hex')), { planted: HEX })).toEqual(['planted']);
});

const PEM = `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}`;
for (const [kind, text] of [
  ['private key', `"${PEM}\\nMIGH"`],
  ['JWT', `${'eyJhbGciOiJFUzI1NiJ9'}.eyJpc3MiOiJJTlYxIn0.${'s'.repeat(43)}`],
  ['value of a secret member', '{"onboardingSecret":"hello"}'],
  ['value of a secret member', '{\\"regSec\\":\\"hello\\"}'],
  ['form field', 'grant_type=client_credentials&client_secret=hello'],
  ['authorization', '{"authorization":"Bearer hello"}'],
  ['256 bits', `{"key":"${'0f'.repeat(32)}"}`],
] as const) {
  test(`an unknown ${kind} gives itself away: ${text.slice(0, 22)}`, () => {
    expect(scan(text)).toEqual([kind]);
  });
}

test('fingerprints of secrets and of certificates are none', () => {
  const clean = {
    authorization: 'Bearer ‹onboarding-credential:01234567›',
    body: '{"onboardingSecret":"‹onboarding-secret:01234567›"}',
    form: 'client_secret=‹onboarding-secret:01234567›',
    fingerprint: '0f'.repeat(32),
  };
  expect(scan(JSON.stringify(clean))).toEqual([]);
  expect(scan(JSON.stringify(JSON.stringify(clean)))).toEqual([]);
});
