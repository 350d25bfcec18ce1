/** Runs of a part, and of nothing. */
import { expect } from '../support/test.ts';
import { test } from './fixtures.ts';

test('a run filtered by a tag plays what has the tag, and says that the rest was not judged', async ({ checkout }) => {
  test.setTimeout(60_000);
  // The retaining CCF needs no second look here; what is left with PSK is the clause from end to end.
  const { code, conformance, output } = await checkout.play([
    '-g',
    '(?=.*@ccf)(?=.*@psk)',
    '--grep-invert',
    'ccf-retention',
  ]);
  expect(code, output).toBe(0);
  expect(conformance?.scenarios.map(({ id, method, tls }) => `${id} ${method} ${tls}`)).toEqual([
    'ccf-offboarding psk 1.2',
    'ccf-offboarding psk 1.3',
  ]);
  expect(conformance?.summary.complete).toBe(false);
  expect(conformance?.unjudged).toContain('S3-token-refused');
});

test('a run of no test is not a success', async ({ checkout }) => {
  test.setTimeout(60_000);
  const { code, conformance, output } = await checkout.play(['-g', '@no-such-tag']);
  expect(code).not.toBe(0);
  expect(output).toContain('Error: No tests found');
  expect(output).not.toMatch(/^\s+at /m);
  expect(conformance?.scenarios ?? []).toEqual([]);
});
