import { extended } from '../../../../simulators/ccf/extra-members.ts';
import { mergePatch, negotiated } from '../../../../simulators/ccf/messages.ts';
import { expect, test } from '../../../support/test.ts';

/** The examples of RFC 7396 appendix A. */
const EXAMPLES: [target: unknown, patch: unknown, result: unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];
test('merge patches', () => {
  for (const [target, patch, result] of EXAMPLES) expect(mergePatch(target, patch)).toEqual(result);
});

test('features are those that both have, and are not told to who did not ask', () => {
  expect(negotiated(undefined, '4')).toEqual({});
  expect(negotiated('f', '4')).toEqual({ supportedFeatures: '4' });
  expect(negotiated('3', '4')).toEqual({ supportedFeatures: '0' });
  expect(negotiated('', '4')).toEqual({ supportedFeatures: '0' });
});

test('extra members get everywhere', () => {
  const vendorExtension = { revision: 1 };
  expect(extended({ a: [{ b: 1 }], c: 'd' })).toEqual({ a: [{ b: 1, vendorExtension }], c: 'd', vendorExtension });
});
