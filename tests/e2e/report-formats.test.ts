/** One run with something of everything, told in every format: the totals agree, and nothing secret or outside is in any of them. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect, test } from '@playwright/test';
import { VERDICTS, type Verdict, worst } from '../../harness/checks/judgement.ts';
import type { RunRecord } from '../../harness/evidence/run-record.ts';
import { Conformance } from '../../reports/conformance-schema.ts';
import { headline } from '../../reports/headline.ts';
import { check, record } from '../unit/reports/records.ts';
import { PROJECT, run } from './process.ts';
import { scan } from './secret-scan.ts';

const CHROMIUM = '/usr/bin/chromium';
const PLAYWRIGHT = join('node_modules', '@playwright', 'test', 'cli.js');
const TSX = join(PROJECT, 'node_modules', 'tsx', 'dist', 'cli.mjs');

const KNOWN = { entry: 1, reason: 'agreed', issue: 'https://issues.example/7', expires: '2026-12-31' };
const FAULT = { kind: 'fault', message: 'the clean-up failed', seq: 2, at: 2, step: 0 } as const;
const RECORDS: Record<string, RunRecord> = {
  green: record([check('S0-tls-session', 'pass'), check('S6-torn-down', 'pass')], { scenario: 'green' }),
  amber: record([check('S6-close-notify', 'warn'), check('S4-success', 'pass')], { scenario: 'amber', method: 'pki' }),
  red: record([check('S6-torn-down', 'fail'), check('S7-notified', 'fail', { known: KNOWN })], { scenario: 'red' }),
  grey: record(
    [check('S3-profile-deleted', 'inconclusive'), check('S6-all-sessions', 'inconclusive', { level: 'should' })],
    { scenario: 'grey', tls: '1.3' },
  ),
  none: record([check('S6-not-resumable', 'not-applicable')], {
    scenario: 'none',
    notApplicableBecause: 'the target claims no resumption',
  }),
  broken: record([check('S4-on-session', 'error')], { scenario: 'broken' }),
  faulty: record([check('S4-success', 'pass')], {
    scenario: 'faulty',
    verdict: 'error',
    timeline: [...record([]).timeline, FAULT],
  }),
};

const SPEC = `
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { failureOf, RUN_RECORD_ATTACHMENT } from ${url('harness/evidence/run-record.ts')};

const records = JSON.parse(readFileSync(new URL('records.json', import.meta.url), 'utf8'));
for (const [name, record] of Object.entries(records)) {
  test(name, async ({}, info) => {
    await test.step('step 6: waits', () => console.log('client_secret=hunter2hunter2'));
    await info.attach(RUN_RECORD_ATTACHMENT, { body: JSON.stringify(record), contentType: 'application/json' });
    for (const { step, checks } of record.steps) {
      for (const { requirement, verdict } of checks) await test.step('step ' + step + ' ' + requirement + ': ' + verdict, () => {});
    }
    const failure = failureOf(record);
    if (failure !== undefined) throw new Error(failure);
  });
}
test('left out', () => test.skip(true, 'the target is a CCF'));
test('crash', () => { throw new Error('boom; client_secret=hunter2hunter2'); });
`;

/** The configuration as the project's own, in a folder of its own; `blob` also writes what a merge reads. */
const CONFIG = `
import { join } from 'node:path';
const out = join(import.meta.dirname, process.env.OUT);
export default {
  testDir: '.', outputDir: 'results', workers: 1,
  reporter: [
    [${JSON.stringify(join(PROJECT, 'reports/reporter.ts'))}, { outputDir: out }],
    [${JSON.stringify(join(PROJECT, 'reports/allure/reporter.ts'))}, { outputDir: out }],
    ...(process.env.BLOBS ? [['blob', { outputDir: process.env.BLOBS }]] : []),
  ],
};
`;

function url(path: string): string {
  return JSON.stringify(pathToFileURL(join(PROJECT, path)).href);
}

/** What an Allure result says, as far as people go by it. */
interface AllureResult {
  readonly name: string;
  readonly status: string;
  readonly statusDetails: { readonly message?: string };
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly { readonly url: string }[];
  readonly steps: readonly { readonly name: string }[];
  readonly attachments: readonly { readonly name: string; readonly source: string }[];
}

async function allureResults(folder: string): Promise<AllureResult[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('-result.json'));
  const results = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
  return results.toSorted((a: AllureResult, b: AllureResult) => (a.name < b.name ? -1 : 1));
}

function label({ labels }: AllureResult, wanted: string): string | undefined {
  return labels.find(({ name }) => name === wanted)?.value;
}

/** Judgements as [requirement, verdict], counted as a report counts them. */
function totals(judged: readonly (readonly [string, Verdict])[]) {
  const ids = [...new Set(judged.map(([requirement]) => requirement))];
  const each = ids.map((id) =>
    worst(judged.flatMap(([requirement, verdict]) => (requirement === id ? [verdict] : []))),
  );
  const amounts = (verdicts: readonly Verdict[]) =>
    VERDICTS.map((verdict) => verdicts.filter((one) => one === verdict).length);
  return { requirements: amounts(each), checks: amounts(judged.map(([, verdict]) => verdict)) };
}

let folder = '';

test.beforeAll(async () => {
  test.setTimeout(150_000);
  folder = test.info().outputPath('project');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'records.json'), JSON.stringify(RECORDS));
  await writeFile(join(folder, 'play.spec.ts'), SPEC);
  await writeFile(join(folder, 'playwright.config.ts'), CONFIG);
  const config = ['-c', join(folder, 'playwright.config.ts')];
  const played = await run(PLAYWRIGHT, ['test', ...config], {
    env: { OUT: 'out', BLOBS: join(folder, 'blobs') },
    timeoutMs: 70_000,
  });
  expect(played.code, played.stdout + played.stderr).toBe(1);
  const merged = await run(PLAYWRIGHT, ['merge-reports', ...config, join(folder, 'blobs')], {
    env: { OUT: 'merged' },
    timeoutMs: 70_000,
  });
  expect(merged.stderr).toBe('');
  // A merge only tells: the shards have failed already.
  expect(merged.code).toBe(0);
});

test.describe.configure({ mode: 'serial' });

for (const out of ['out', 'merged']) {
  const read = (name: string) => readFile(join(folder, out, name), 'utf8');
  const how = out === 'out' ? 'run' : 'merge';

  test(`every format of a ${how} has the same totals`, async () => {
    const report = Conformance.parse(JSON.parse(await read('conformance.json')));
    const order = ['notApplicable', 'pass', 'warn', 'inconclusive', 'fail', 'error'] as const;
    const expected = {
      requirements: order.map((name) => report.summary[name]),
      checks: order.map((name) => report.summary.checks[name]),
    };
    expect(expected).toEqual({ requirements: [1, 2, 1, 2, 2, 1], checks: [1, 4, 1, 2, 2, 1] });

    const allure = await allureResults(join(folder, out, 'allure-results'));
    const stories = allure.filter((result) => label(result, 'story') !== undefined);
    expect(totals(stories.map((result) => [`${label(result, 'story')}`, label(result, 'verdict') as Verdict]))).toEqual(
      expected,
    );

    const junit = await read('junit.xml');
    const cases = [...junit.matchAll(/name="requirement" value="(.+?)"\/>\s*<property name="verdict" value="(.+?)"/g)];
    expect(totals(cases.map(([, requirement = '', verdict]) => [requirement, verdict as Verdict]))).toEqual(expected);
    for (const name of order) {
      expect(junit).toContain(`<property name="requirements.${name}" value="${report.summary[name]}"/>`);
      expect(junit).toContain(`<property name="checks.${name}" value="${report.summary.checks[name]}"/>`);
    }
    // One known deviation, what does not apply, an inconclusive `should` and a test that was left out are skipped.
    expect(junit).toContain('tests="14" failures="1" errors="4" skipped="4"');

    const html = (await read('index.html')).matchAll(/ id="play-\d+-(S\d+-[\w-]+)"[^>]* data-verdict="([\w-]+)"/g);
    expect(totals([...html].map(([, requirement = '', verdict]) => [requirement, verdict as Verdict]))).toEqual(
      expected,
    );

    // By step of the clause: the table of summary.md has a line for all of them, in the order of its headings.
    const all = /^\|[^|]*\| All steps \|(.*)\|$/m
      .exec(await read('summary.md'))?.[1]
      ?.split('|')
      .map(Number);
    const [notApplicable, pass, warn, inconclusive, fail, error] = expected.requirements;
    expect(all).toEqual([pass, warn, fail, inconclusive, error, notApplicable, report.summary.unjudged]);

    const badge = await read('badge.svg');
    expect(badge).toContain(
      `>2 passed, 1 warned, 2 failed, 2 could not be told, 1 in error, ${report.summary.unjudged} not judged, incomplete<`,
    );
    expect(badge).toContain(headline(report));
    expect(junit).toContain(headline(report));
  });

  test(`Allure results of a ${how} speak of one requirement each`, async () => {
    const results = await allureResults(join(folder, out, 'allure-results'));
    const find = (start: string) => results.find(({ name }) => name.startsWith(start));
    const torn = find('S6-torn-down · red');
    if (torn === undefined) throw new Error('no result for S6-torn-down');
    expect(['epic', 'feature', 'story', 'severity'].map((name) => label(torn, name))).toEqual([
      '3GPP TS 33.122 clause 6.8',
      'Step 6: Teardown by the CCF',
      'S6-torn-down',
      'critical',
    ]);
    expect(torn.parameters.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'method psk',
      'TLS version 1.2',
      'target Acme CCF 2.1',
    ]);
    expect(torn.links.map((link) => link.url)).toEqual(['https://www.3gpp.org/dynareport/33122.htm']);
    const steps = torn.steps.map(({ name }) => name);
    expect(steps).toEqual(expect.arrayContaining(['step 6: waits', 'step 6 S6-torn-down: fail']));
    expect(steps).not.toContain('step 7 S7-notified: fail');
    const [diagram] = torn.attachments.filter(({ name }) => name === 'sequence diagram');
    expect(await read(join('allure-results', `${diagram?.source}`))).toMatch(/^<svg [\s\S]*S6-torn-down/);
    const [evidence] = torn.attachments.filter(({ name }) => name === 'evidence');
    const cited = JSON.parse(await read(join('allure-results', `${evidence?.source}`)));
    expect(cited).toEqual([expect.objectContaining({ action: 'onboard', seq: 1 })]);

    const told = results.map(({ name, status, statusDetails }) => `${name}: ${status} ${statusDetails.message ?? ''}`);
    expect(told).toEqual([
      expect.stringMatching(/^S0-tls-session · green · psk · TLS 1\.2: passed $/),
      expect.stringMatching(
        /^S3-profile-deleted · grey .*: broken S3-profile-deleted could not be told \(precondition/,
      ),
      expect.stringMatching(/^S4-on-session · broken .*: broken The harness failed: expected/),
      expect.stringMatching(/^S4-success · amber .*: passed $/),
      expect.stringMatching(/^S4-success · faulty .*: passed $/),
      expect.stringMatching(/^S6-all-sessions · grey .*: broken S6-all-sessions could not be told/),
      expect.stringMatching(/^S6-close-notify · amber .*: passed S6-close-notify warned: expected/),
      expect.stringMatching(/^S6-not-resumable · none .*: skipped S6-not-resumable not applicable/),
      expect.stringMatching(/^S6-torn-down · green .*: passed $/),
      expect.stringMatching(/^S6-torn-down · red .*: failed S6-torn-down failed: expected/),
      expect.stringMatching(/^S7-notified · red .*: skipped known deviation until 2026-12-31: S7-notified failed/),
      expect.stringMatching(/^crash: broken The harness failed: Error: boom/),
      expect.stringMatching(/^harness · faulty .*: broken The harness failed: the clean-up failed/),
      expect.stringMatching(/^left out: skipped the target is a CCF/),
    ]);
  });
}

test('no secret is in any file of either', async () => {
  for (const out of ['out', 'merged']) {
    for (const entry of await readdir(join(folder, out), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      expect(scan(text, { planted: 'hunter2hunter2' }), entry.name).toEqual([]);
    }
  }
});

test('Chromium shows junit.xml, the badge and the Allure report, and asks nobody for anything', async () => {
  test.skip(!existsSync(CHROMIUM), `there is no ${CHROMIUM} here`);
  test.setTimeout(90_000);
  const report = join(folder, 'allure-report');
  const made = await run(TSX, [
    join(PROJECT, 'cli/write-allure-report.ts'),
    join(folder, 'out/allure-results'),
    report,
  ]);
  expect(made.code, made.stderr).toBe(0);

  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

  await page.goto(`${pathToFileURL(join(report, 'index.html'))}#behaviors`);
  await page.getByText('3GPP TS 33.122 clause 6.8').click();
  await page.getByText('Step 6: Teardown by the CCF').click();
  await page.getByText('S6-torn-down', { exact: true }).click();
  await expect(page.getByText('S6-torn-down · red · psk · TLS 1.2')).toBeVisible();
  await page.goto(`${pathToFileURL(join(report, 'index.html'))}#categories`);
  for (const category of ['Violation', 'Could not be told', 'Harness error', 'Known deviation']) {
    await expect(page.getByText(category, { exact: true })).toBeVisible();
  }
  for (const name of ['junit.xml', 'badge.svg']) {
    await page.goto(pathToFileURL(join(folder, 'out', name)).href);
    expect(await page.locator('parsererror').count(), name).toBe(0);
  }
  await browser.close();
  expect(complaints).toEqual([]);
  expect(asked.filter((address) => !/^(file|data|blob):/.test(address))).toEqual([]);
});
