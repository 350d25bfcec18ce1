/** Whether the key that a CCF shows an AEF is the one that Annex A derives, and how the evidence says so. */

import { judgeKeys } from '../../../../harness/probes/shown-key.ts';
import { expect, test } from '../../../support/test.ts';

const derived = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const matching = { seen: '', facts: { keyPresent: true, keyMatches: true, isDerived: true } };

test('no key at all is told, and is a refusal', () => {
  expect(judgeKeys([], { derived, claimed: 'annex-a' })).toEqual({
    seen: ' without a key',
    facts: { keyPresent: false, keyMatches: false },
  });
});

test('the key of Annex A is known in hexadecimal and in base64', () => {
  expect(judgeKeys([derived.toString('hex').toUpperCase()], { derived, claimed: 'annex-a' })).toEqual(matching);
  expect(judgeKeys(['other', derived.toString('base64')], { derived, claimed: 'annex-a' })).toEqual(matching);
});

test('another key is told as such, for its status says nothing of it', () => {
  expect(judgeKeys(['-----BEGIN CERTIFICATE-----'], { derived, claimed: 'annex-a' })).toEqual({
    seen: ' with another key than Annex A derives',
    facts: { keyPresent: true, keyMatches: false, isDerived: false },
  });
  expect(judgeKeys(['something'], { derived: undefined, claimed: 'annex-a' })).toEqual({
    seen: ' with a key, and none of ours to compare it with',
    facts: { keyPresent: true, keyMatches: false },
  });
});

test('where the key is provisioned, any will do', () => {
  expect(judgeKeys(['something'], { derived: undefined, claimed: 'provisioned' })).toEqual({
    seen: '',
    facts: { keyPresent: true, keyMatches: true },
  });
  expect(judgeKeys(['something'], { derived, claimed: 'provisioned' })).toEqual({
    seen: '',
    facts: { keyPresent: true, keyMatches: true, isDerived: false },
  });
});
