import fc from 'fast-check';
import { prepareSearch } from '../../../../harness/residue/search.ts';
import { Sieve } from '../../../../harness/residue/sieve.ts';
import { expect, test } from '../../../support/test.ts';

/** Few different bytes make needles overlap each other and begin alike. */
const bytes = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength, maxLength }).map((array) => Buffer.from(array));

/** By one needle after the other. */
function everywhere(needles: readonly Buffer[], haystack: Buffer): string[] {
  return needles.flatMap((needle) => {
    const found: string[] = [];
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
      found.push(`${needle.toString('hex')}@${at}`);
    }
    return found;
  });
}

test('many needles in one pass are found as one after the other would be', () => {
  fc.assert(
    fc.property(fc.array(bytes(3, 40), { minLength: 1, maxLength: 20 }), bytes(0, 2000), (needles, haystack) => {
      const found: string[] = [];
      prepareSearch(needles.map((needle) => ({ bytes: needle }))).run(haystack, haystack.length, (needle, at) => {
        found.push(`${needle.bytes.toString('hex')}@${at}`);
      });
      expect(found.toSorted()).toEqual(everywhere(needles, haystack).toSorted());
    }),
    { numRuns: 300 },
  );
});

test('a stream in pieces of any size gives the same, each find once', () => {
  const pieces = fc.array(bytes(0, 300), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(bytes(3, 40), { minLength: 1, maxLength: 5 }), pieces, (needles, chunks) => {
      const found: string[] = [];
      const sieve = new Sieve(prepareSearch(needles.map((needle) => ({ bytes: needle }))));
      sieve.begin((needle, at) => found.push(`${needle.bytes.toString('hex')}@${at}`));
      for (const chunk of chunks) sieve.write(chunk);
      expect(found.toSorted()).toEqual(everywhere(needles, Buffer.concat(chunks)).toSorted());
    }),
    { numRuns: 60 },
  );
});

test('a needle that is too short for the search is refused', () => {
  expect(() => prepareSearch([{ bytes: Buffer.from('ab') }])).toThrow('a needle has 2 bytes');
});
