import { suggestion } from '../../../../../harness/target/yaml/suggest.ts';
import { expect, test } from '../../../../support/test.ts';

const probes = ['old-certificate', 'trusted-invoker', 'profile', 'psk', 'pki'];

const CASES: [word: string, end: string][] = [
  ['old-certificat', '; did you mean "old-certificate"?'],
  ['Old-Certificate', '; did you mean "old-certificate"?'],
  ['proflie', '; did you mean "profile"?'],
  ['zzz', '; known: old-certificate, trusted-invoker, profile, psk, pki'],
  ['pks', '; known: old-certificate, trusted-invoker, profile, psk, pki'],
  ['x'.repeat(10_000), '; known: old-certificate, trusted-invoker, profile, psk, pki'],
  ['', '; known: old-certificate, trusted-invoker, profile, psk, pki'],
];
for (const [word, end] of CASES) {
  test(`"${word.slice(0, 20)}" is answered with${end.slice(0, 30)}`, () => expect(suggestion(word, probes)).toBe(end));
}

test('a list that does not fit a line is not given', () => {
  const many = Array.from({ length: 40 }, (_, index) => `requirement-${index}`);
  expect(suggestion('zzz', many)).toBe('');
  expect(suggestion('requirement-7x', many)).toBe('; did you mean "requirement-7"?');
});

test('where nothing is known, that is said', () => expect(suggestion('any', [])).toBe('; none is known'));
