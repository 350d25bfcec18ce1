/** The tools of these tests. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import { test } from './fixtures.ts';

test('a run that takes longer than its bound is told so, and is no result', async ({ checkout }) => {
  await checkout.write('reports/out/conformance.json', '{ "left": "by an earlier run" }');
  await expect(checkout.play([], {}, 1000)).rejects.toThrow(
    /^it was ended after 1000 ms, its bound, before it was over;/,
  );
  // The copy is the worker's: what is no report of ours would keep the tests after this one from beginning.
  await rm(join(checkout.folder, 'reports/out'), { recursive: true, force: true });
});
