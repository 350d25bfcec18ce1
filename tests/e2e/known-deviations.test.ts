/** A CCF with one fault that is known: the run passes and never says that the requirement holds. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';
import { withVerdict } from './verdicts.ts';

const entry = (words: string, more: Readonly<Record<string, string>> = {}) => {
  const members = {
    requirement: 'S6-torn-down',
    scenario: 'ccf-offboarding · psk · TLS 1.2',
    reason: 'the proxy keeps idle sessions',
    issue: 'https://tracker.acme.example/412',
    expires: '2099-12-31',
    words,
    ...more,
  };
  const lines = Object.entries(members).map(([name, value]) => `    ${name}: ${value}`);
  return `deviations:\n${lines.join('\n').replace('   ', '  -')}\n`;
};

test('what is known does not fail the run; other words, a day that is over, or a fault that is gone do', async ({
  checkout,
  simulate,
}) => {
  test.setTimeout(240_000);
  const { target } = await startedCcf(simulate, checkout, '--fault', 'keeps-tls-open');
  const hurried = (await readFile(target, 'utf8')).replace('teardown: 2s', 'teardown: 250ms');
  const file = await checkout.write('known/target.yaml', hurried);
  const played = async (baseline: string) => {
    await checkout.write('known/known-deviations.yaml', baseline);
    return checkout.play(['-g', 'ccf-offboarding · psk · TLS 1.2'], { CAPIF_TARGET: file });
  };

  const known = await played(entry('still open'));
  expect(known.code, known.output).toBe(0);
  expect(known.output).toContain('known deviation until 2099-12-31: S6-torn-down failed');
  expect(known.output).toContain('failed: S6-torn-down (known)');
  if (!known.conformance) throw new Error('the run left no report');
  expect(withVerdict(known.conformance, 'fail')).toEqual(['S6-torn-down']);
  expect(known.conformance.summary).toMatchObject({ fail: 1, known: 1 });
  expect(known.conformance.baseline?.entries).toMatchObject([{ standing: 'matched', excused: 1 }]);

  // Three entries that have had their day, each in its own way.
  const [one, two, three] = [
    entry('an idle timeout'),
    entry('still open', { requirement: 'S4-success' }),
    entry('still open', { expires: '2026-01-31' }),
  ].map((text) => text.replace('deviations:\n', ''));
  const other = await played(`deviations:\n${one}${two}${three}`);
  expect(other.code, other.output).toBe(1);
  expect(other.output).toMatch(/known\/known-deviations\.yaml:2:5 S6-torn-down in .*deviates in another way/);
  expect(other.output).toMatch(
    /known-deviations\.yaml:8:5 S4-success in .*stale, nothing deviates any more; remove the/,
  );
  expect(other.output).toMatch(/known-deviations\.yaml:14:5 S6-torn-down in .*expired on 2026-01-31/);

  const wrong = await played(entry('still open', { requirement: 'S6-torn-dwn' }));
  expect(wrong.code, wrong.output).toBe(2);
  expect(wrong.output).toContain(
    'known-deviations.yaml:2:18 unknown requirement "S6-torn-dwn"; did you mean "S6-torn-down"?',
  );

  await rm(join(checkout.folder, 'known/known-deviations.yaml'));
});
