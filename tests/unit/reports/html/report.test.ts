/** The page: whole, closed to the outside, true to the report, and deaf to what a target wrote. */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { RunRecord } from '../../../../harness/evidence/run-record.ts';
import { conformanceOf } from '../../../../reports/conformance.ts';
import { headline } from '../../../../reports/headline.ts';
import { htmlReport } from '../../../../reports/html/report.ts';
import { expect, test } from '../../../support/test.ts';
import { check, META, MIXED, record } from '../records.ts';
import { compliant, ended, type Happening, keepsOpen, OFFBOARDING, opened, played, probed, said } from './played.ts';

const KNOWN = { entry: 1, reason: 'agreed upon', issue: 'https://issues.example/7', expires: '2026-12-31' };

function page(records: readonly RunRecord[], meta = META): string {
  return htmlReport(conformanceOf(records, meta), records);
}

function recordingsOf(
  html: string,
): { entries: [number, string, number, string, string, string][]; diagram?: string }[] {
  const text = /id="recordings">([^<]*)</.exec(html)?.[1] ?? '';
  return JSON.parse(inflateSync(Buffer.from(text, 'base64')).toString('utf8'));
}

/** The page as a reader sees its words: no tags, no packed recordings. */
function words(html: string): string {
  const visible = html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
  return visible.replace(/&#(\d+);/g, (_whole, code) => String.fromCharCode(Number(code))).replace(/\s+/g, ' ');
}

test('the headline is that of every other report, and each requirement has a row', () => {
  const report = conformanceOf(MIXED, META);
  const text = words(htmlReport(report, MIXED));
  expect(text).toContain(headline(report));
  for (const { id } of report.requirements) expect(text).toContain(id);
  for (const id of report.unjudged) expect(text).toContain(id);
});

test('the policy lets nothing in, and the one script and the one style are what it names', () => {
  const html = page([keepsOpen()]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^ ;]*'; style-src 'sha256-[^ ;]*'; img-src data:;/);
  const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy).toContain(`script-src ${hash(/<script type="module">([\s\S]*?)<\/script>/.exec(html)?.[1])};`);
  expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1])};`);
  expect(html.replace(/xmlns="[^"]*"/g, '')).not.toMatch(/(?:src|href)="(?:https?:|\/|\.)|\sstyle="|\son\w+="/);
});

test('every link leads somewhere, and nothing is there twice', () => {
  const html = page([keepsOpen(), compliant({ tls: '1.3' }), ...MIXED]);
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

test('what fails is first, open and drawn; what holds is closed and its diagram packed', () => {
  const html = page([compliant({ scenario: 'a-good-one' }), keepsOpen({ scenario: 'z-bad-one' })]);
  expect(html).toMatch(/<a href="#play-2-S6-torn-down">Skip to the first failure: S6-torn-down<\/a>/);
  expect(html).toMatch(/id="play-1"[^>]*data-verdict="pass">/);
  expect(html).toMatch(/id="play-2"[^>]*data-verdict="fail" open>/);
  expect(html.match(/<svg class="diagram"/g)).toHaveLength(1);
  const [good, bad] = recordingsOf(html);
  expect(good?.diagram).toMatch(/^<svg class="diagram"/);
  expect(bad?.diagram).toBeUndefined();
});

test('of several that fail the first is open; a breach before what could not be told', () => {
  const untold = compliant({ scenario: 'a' });
  const unclear = {
    ...untold,
    verdict: 'inconclusive' as const,
    steps: untold.steps.map((step) => ({
      ...step,
      checks: step.checks.map((one) => ({ ...one, verdict: 'inconclusive' as const, cause: 'no-traffic' })),
    })),
  };
  const html = page([unclear, keepsOpen({ scenario: 'b' }), keepsOpen({ scenario: 'c' })]);
  expect(html.match(/id="play-\d"[^>]* open>/g)).toEqual([expect.stringContaining('id="play-2"')]);
  expect(html.match(/<svg class="diagram"/g)).toHaveLength(3);
  expect(page([unclear])).toMatch(/id="play-1"[^>]* open>/);
});

test('recordings come with the page: every entry, times from the request, long bodies cut with a note', () => {
  const long = played(
    [...OFFBOARDING, said('c1', 'GET /x', 200, 300, { body: 'y'.repeat(5000) })],
    [check('S4-success', 'pass')],
  );
  const [{ entries } = { entries: [] }] = recordingsOf(page([long]));
  expect(entries).toHaveLength(OFFBOARDING.length + 1);
  expect(entries[6]?.slice(0, 5)).toEqual([
    7,
    '+2.0 ms',
    2,
    'exchange',
    'c1 DELETE /api-invoker-management/v1/onboardedInvokers/ONB1 → 204',
  ]);
  expect(entries.at(-1)?.[5]).toMatch(
    /^GET \/x\nhost: ccf\.example\n\n200\n\n\ny{700}\n… cut after 700 of 5000 characters/,
  );
});

test('PEM is not copied', () => {
  const body = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const [{ entries } = { entries: [] }] = recordingsOf(
    page([played([...OFFBOARDING, said('c1', 'GET /x', 200, 300, { body })], [check('S4-success', 'pass')])]),
  );
  expect(entries.at(-1)?.[5]).toContain('-----BEGIN CERTIFICATE-----(6 characters)-----END CERTIFICATE-----');
});

test('records find their playing in whatever order they come, and a playing without one is still told of', () => {
  const records = [
    compliant({ scenario: 'b' }),
    keepsOpen({ scenario: 'a' }),
    compliant({ scenario: 'b', tls: '1.3' }),
  ];
  const report = conformanceOf(records, META);
  expect(htmlReport(report, records.toReversed())).toBe(htmlReport(report, records));
  const without = htmlReport(report, []);
  expect(words(without)).toContain('S6-torn-down');
  expect(without).not.toContain('<svg class="diagram"');
});

test('what was not proved is said: unjudged, could not be told, not played, ruled out, incomplete', () => {
  const records = [
    ...MIXED.slice(1),
    played([], [check('S6-close-notify', 'not-applicable')], {
      scenario: 'out',
      notApplicableBecause: 'the target claims no such thing',
    }),
  ];
  const meta = {
    ...META,
    notPlayed: [{ test: 'one', reason: 'it was interrupted' }],
    skipped: [{ test: 'two', reason: 'other role' }],
  };
  const text = words(page(records, meta));
  expect(text).toContain('Judged by no scenario:');
  expect(text).toContain('Could not be told, for the reasons above: S3-aefpsk-deleted.');
  expect(text).toContain('Ruled out by claims of the target: S6-close-notify.');
  expect(text).toContain('incomplete');
  expect(text).toContain('one: it was interrupted');
  expect(text).toContain('two: other role');
  expect(text).toContain('Not played: the target claims no such thing.');
  const everything = words(
    page([record([check('S0-tls-session', 'pass')])], {
      ...META,
      ledger: { ...META.ledger, requirements: META.ledger.requirements.slice(0, 1) },
    }),
  );
  expect(everything).toContain('Nothing is missing');
  expect(everything).not.toContain('What needs attention');
});

test('a known deviation has a section of its own, and is neither the first failure nor open', () => {
  const html = page([played(OFFBOARDING, [check('S6-torn-down', 'fail', { known: KNOWN })])]);
  const text = words(html);
  expect(text).not.toContain('What needs attention');
  expect(text).toMatch(/Known deviations ✗ fail S6-torn-down/);
  expect(text).toContain('known deviation until 2026-12-31: agreed upon ( https://issues.example/7 )');
  expect(html).not.toContain('Skip to the first failure');
  expect(html).not.toMatch(/class="play"[^>]* open>/);
  const odd = page([
    played(OFFBOARDING, [check('S6-torn-down', 'fail', { known: { ...KNOWN, issue: 'javascript:alert(1)' } })]),
  ]);
  expect(odd).not.toContain('href="javascript');
});

test('a run that left nothing has a page that says so', () => {
  expect(words(page([]))).toContain('Nothing was proved: no scenario left a record.');
});

test('nothing that a target wrote is markup', () => {
  const evil = '</script></style><img src=x onerror="alert(1)">\'"><b>';
  const target = { name: evil, role: 'ccf', dialect: evil, claims: { [evil]: [evil] } } as const;
  const html = page([
    played(
      [...OFFBOARDING, said('c1', `GET /${evil.replaceAll(' ', '+')}`, 200, 300, { body: evil })],
      [check('S6-torn-down', 'fail', { seen: evil, expected: evil, reason: evil, clause: evil })],
      { scenario: evil, title: evil, file: evil, target },
    ),
  ]);
  expect(/<img|onerror="/.exec(html)?.[0]).toBeUndefined();
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html.match(/<\/style>/g)).toHaveLength(1);
});

/** `count` probes with a connection each, as most of a recording is. */
function probing(count: number, salt: number): Happening[] {
  return Array.from({ length: count }, (_, index) => {
    const [name, ms, seq] = [`p${index}`, 400 + index * 5, OFFBOARDING.length + index * 5];
    const id = (salt * 104_729 + index * 1_299_709).toString(16);
    return [
      ...opened(name, 'victim: probe: CAPIF-1e', ms),
      said(name, `GET /capif-security/v1/trustedInvokers/INV${id}`, 200, ms + 1, { body: `{"id":"${id}"}` }),
      ended(name, 'self', ms + 3),
      probed('discovery', 'settled', 'refused', ms + 4, [seq + 1, seq + 2, seq + 3, seq + 4]),
    ];
  }).flat();
}

test('sixty playings of three hundred entries each stay under 1.5 MB', () => {
  const many = Array.from({ length: 60 }, (_, index) => {
    const checks = Array.from({ length: 20 }, () => check('S6-torn-down', index % 4 === 0 ? 'fail' : 'pass'));
    return played([...OFFBOARDING, ...probing(60, index)], checks, { scenario: `scenario-${index}` });
  });
  expect(many[0]?.timeline.length).toBeGreaterThan(300);
  expect(page(many).length).toBeLessThan(1_500_000);
});

test('a flood of requests makes no flood of a page: what is left out is said, what is cited stays', () => {
  const flood = Array.from({ length: 5000 }, (_, index) => said('c1', `GET /again/${index}`, 200, 400 + index));
  const html = page([played([...OFFBOARDING, ...flood], [check('S6-torn-down', 'fail', { evidence: [2500] })])]);
  expect(html.length).toBeLessThan(300_000);
  expect(words(html)).toMatch(/9\d\d\d rows are not drawn/);
  expect(words(html)).toContain('The recording: 2001 of 5013 entries');
  expect(recordingsOf(html)[0]?.entries.some(([seq]) => seq === 2500)).toBe(true);
});
