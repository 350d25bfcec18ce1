import { Requires, unmetClaim } from '../../../../harness/scenario/requires.ts';
import { Claims } from '../../../../harness/target/schema.ts';
import { expect, test } from '../../../support/test.ts';

const claims = Claims.parse({ retention: true, crl: '/crl', http: ['h2', 'http/1.1'] });

test('requirements that the target meets are met', () => {
  expect(unmetClaim({}, claims)).toBeUndefined();
  expect(unmetClaim({ retention: true, aefpsk: 'annex-a', capif3: 'mutual-tls' }, claims)).toBeUndefined();
});

test('the first that it does not meet is named, with both sides', () => {
  expect(unmetClaim({ retention: true, onboardSecret: false, edition: 'published' }, claims)).toBe(
    'the scenario requires the claim onboardSecret: false, the target claims true',
  );
});

test('any CRL is a CRL', () => {
  expect(unmetClaim({ crl: true }, claims)).toBeUndefined();
  expect(unmetClaim({ crl: false }, claims)).toBe('the scenario requires the claim crl: false, the target claims true');
  expect(unmetClaim({ crl: true }, Claims.parse({}))).toContain('crl: true');
});

test('a required HTTP version must be among those spoken', () => {
  expect(unmetClaim({ http: 'h2' }, claims)).toBeUndefined();
  expect(unmetClaim({ http: 'h2' }, Claims.parse({}))).toBe(
    'the scenario requires the claim http: h2, the target claims http/1.1',
  );
});

test('every claim that changes a meaning can be required', () => {
  const open = ['keys', 'methods', 'tls', 'pskIdentity', 'interfaceInformation'];
  expect(Object.keys(Requires.shape).sort()).toEqual(
    Object.keys(Claims.shape)
      .filter((claim) => !open.includes(claim))
      .sort(),
  );
});
