import { conformanceOf } from '../../../reports/conformance.ts';
import { headline } from '../../../reports/headline.ts';
import { summaryMarkdown } from '../../../reports/summary.ts';
import { expect, test } from '../../support/test.ts';
import { check, META, MIXED, record } from './records.ts';

test('the headline counts what was proved and what was not', () => {
  expect(headline(conformanceOf(MIXED, META))).toBe(
    'Acme CCF 2.1: of 6 requirements on the CAPIF core function, 2 were proved to hold, 1 gave a warning, 1 failed, 1 could not be told and 1 was judged by no scenario.',
  );
  expect(headline(conformanceOf([], META))).toBe('Nothing was proved: no scenario left a record.');
});

test('the summary of a run with something of everything', () => {
  const lines = summaryMarkdown(conformanceOf(MIXED, META)).split('\n');
  expect(lines.slice(0, lines.indexOf('## Requirements by step'))).toEqual([
    '# CAPIF API invoker offboarding: Acme CCF 2.1',
    '',
    '**Acme CCF 2.1: of 6 requirements on the CAPIF core function, 2 were proved to hold, 1 gave a warning, 1 failed, 1 could not be told and 1 was judged by no scenario.**',
    '',
    'This report is incomplete:',
    '',
    '- No scenario judged 1 requirement of the tested roles.',
    '',
    '## Failed: 1 requirement',
    '',
    '### S6-torn-down (shall, step 6: Teardown by the CCF)',
    '',
    '- scenario: ccf-offboarding-psk · psk · TLS 1.2',
    '- expected: S6-torn-down to hold',
    '- seen: no end within 5000 ms \\| &lt;silence&gt;',
    '- clause: TS 33.122 6.8',
    '',
    '## Could not be told: 1 requirement',
    '',
    '| requirement | level | scenario | cause | seen |',
    '| --- | --- | --- | --- | --- |',
    '| S3-aefpsk-deleted | shall | ccf-offboarding-pki · pki · TLS 1.3 | precondition-failed | what makes it inconclusive |',
    '',
    '## Warnings: 1 requirement',
    '',
    '| requirement | level | scenario | expected | seen |',
    '| --- | --- | --- | --- | --- |',
    '| S6-close-notify | should | ccf-offboarding-psk · psk · TLS 1.2 | S6-close-notify to hold | what makes it warn |',
    '',
    '## Judged by no scenario: 1 requirement',
    '',
    'S7-order',
    '',
  ]);
  expect(lines.at(-2)).toBe(
    'capif-conformance 0.1.0 · 3GPP TS 33.122 clause 6.8, edition change-1 · 2 scenario runs, 7 checks · started 2026-01-31T12:00:00.000Z · took 1.2 s',
  );
});

test('a clean run has no section for what did not happen', () => {
  const summary = summaryMarkdown(conformanceOf([record([check('S0-tls-session', 'pass')])], META));
  for (const title of ['## Failed', '## Ended', '## Could not', '## Warnings']) expect(summary).not.toContain(title);
});

test('what a target wrote is text, not markup, and no longer than fits', () => {
  const seen = `*a* [b](http://c) <img src=x>\n| d |\n# e ${'z'.repeat(5000)}`;
  const summary = summaryMarkdown(conformanceOf([record([check('S6-torn-down', 'fail', { seen })])], META));
  expect(summary).toContain('- seen: \\*a\\* \\[b\\](http://c) &lt;img src=x&gt; \\| d \\| \\# e zzz');
  expect(summary.length).toBeLessThan(3000);
});
