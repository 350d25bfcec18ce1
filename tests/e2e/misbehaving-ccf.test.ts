/** A CCF with one fault: the run fails, for that and for nothing else. */
import { readFile } from 'node:fs/promises';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';
import { verdictsOf, withVerdict } from './verdicts.ts';

test('a CCF that keeps TLS open fails S6-torn-down, and nothing else', async ({ checkout, simulate }) => {
  test.setTimeout(150_000);
  const { target } = await startedCcf(simulate, checkout, '--fault', 'keeps-tls-open');
  // TLS 1.2 alone judges every requirement, in two thirds of the time. Every scenario waits for the end of the session
  // in vain, so that wait is made short.
  const hurried = (await readFile(target, 'utf8')).replace('teardown: 2s', 'teardown: 250ms');
  expect(hurried).toContain('teardown: 250ms');
  const { code, conformance, output } = await checkout.play(['-g', 'TLS 1.2'], {
    CAPIF_TARGET: await checkout.write('hurried.yaml', hurried),
  });

  expect(code, output).toBe(1);
  if (!conformance) throw new Error('the run left no report');
  expect(withVerdict(conformance, 'fail')).toEqual(['S6-torn-down']);
  // Where there is no ending, there is none whose form could be judged.
  expect(withVerdict(conformance, 'inconclusive')).toEqual(['S6-close-notify']);
  expect(withVerdict(conformance, 'error')).toEqual([]);
  expect(conformance.unjudged).toEqual([]);
  // Though every requirement was judged, the filter left something out.
  expect(conformance.incompleteBecause).toEqual([
    expect.stringMatching(/ TLS 1\.3 and \d+ others were left out: by a filter, or by a shard that is not here\.$/),
  ]);
  expect(withVerdict(conformance, 'warn')).toEqual([]);
  const failed = [...verdictsOf(conformance)].filter(([, verdict]) => verdict === 'fail').map(([row]) => row);
  expect(failed).toHaveLength(4);
  for (const row of failed)
    expect(row).toMatch(/^ccf-(?:offboarding|left-alone) · (psk|pki|oauth) · TLS 1\.2 · \d+ S6-torn-down$/);
});
