import { missingShards } from '../../../reports/shards.ts';
import { expect, test } from '../../support/test.ts';

const reason = 'none of its tests is there; merge the blobs of all shards';

test('a run without shards, and one with all of them, miss none', () => {
  expect(missingShards([])).toEqual([]);
  expect(missingShards(['2/3', '1/3', '3/3', '2/3'])).toEqual([]);
});

test('shards of several ways to share out are no run', () => {
  const test = 'shards of 2 and of 3';
  const why = 'they share out the playings differently; merge the blobs of one run alone';
  expect(missingShards(['1/3', '2/2', '3/3'])).toEqual([{ test, reason: why }]);
});

test('every shard without a test is named', () => {
  expect(missingShards(['2/4', '2/4'])).toEqual([
    { test: 'shard 1 of 4', reason },
    { test: 'shard 3 of 4', reason },
    { test: 'shard 4 of 4', reason },
  ]);
});
