/** Whatever an AEF is shown counts, in whichever form: a key in a malformed answer is a key. */

import { contextIn } from '../../../../harness/probes/shown-context.ts';
import { expect, test } from '../../../support/test.ts';

const entry = (aefId?: string, authenticationInfo?: string) => ({ aefId, authenticationInfo });

for (const [name, body, entries] of [
  ['as TS 29.222 says', { securityInfo: [{ aefId: 'AEF1', authenticationInfo: 'ab' }] }, [entry('AEF1', 'ab')]],
  ['without the notification destination and the rest', { securityInfo: [{ aefId: 'AEF1' }] }, [entry('AEF1')]],
  ['an entry that names no AEF', { securityInfo: [{ authenticationInfo: 'ab' }] }, [entry(undefined, 'ab')]],
  ['an entry that is no list', { securityInfo: { aefId: 'AEF1', authenticationInfo: 'ab' } }, [entry('AEF1', 'ab')]],
  ['bare, at the top', { authenticationInfo: 'ab' }, [entry(undefined, 'ab')]],
  ['authorization information alone', { authorizationInfo: 'pem' }, [entry()]],
  ['wrapped in something', { data: [{ securityInfo: [{ aefId: 'AEF2' }] }] }, [entry('AEF2')]],
  ['an empty key', { securityInfo: [{ aefId: 'AEF1', authenticationInfo: '' }] }, [entry('AEF1')]],
  ['nobody', { securityInfo: [] }, []],
  ['null instead of a list', { securityInfo: null }, []],
  ['an empty object', {}, []],
  ['an empty list', [], []],
  ['null', null, []],
  ['text', 'none', []],
] as const) {
  test(`a context: ${name}`, () => {
    expect(contextIn(JSON.stringify(body))).toEqual({ entries });
  });
}

test('an empty body speaks of nobody, and one that is no JSON cannot be read', () => {
  expect(contextIn('')).toEqual({ entries: [] });
  expect(contextIn('<html>')).toBeUndefined();
});
