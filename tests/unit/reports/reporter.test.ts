import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FullConfig, FullResult, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import { Conformance } from '../../../reports/conformance.ts';
import ConformanceReporter from '../../../reports/reporter.ts';
import { expect, test } from '../../support/test.ts';
import { check, record } from './records.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const REPORTER = join(ROOT, 'reports', 'reporter.ts');
const PLAYWRIGHT = createRequire(import.meta.url).resolve('@playwright/test/cli');

const RECORDS: Record<string, RunRecord> = {
  green: record([check('S0-tls-session', 'pass'), check('S6-close-notify', 'warn')], { scenario: 'green' }),
  red: record([check('S6-torn-down', 'fail')], { scenario: 'red' }),
  flaky: record([check('S4-success', 'fail')], { scenario: 'flaky' }),
  steady: record([check('S4-success', 'pass')], { scenario: 'flaky' }),
};

const SPEC = `
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { failureOf, RUN_RECORD_ATTACHMENT } from ${JSON.stringify(pathToFileURL(join(ROOT, 'harness/evidence/run-record.ts')).href)};

const records = JSON.parse(readFileSync(new URL('records.json', import.meta.url), 'utf8'));

async function play(name, info, byPath) {
  const body = JSON.stringify(records[name]);
  const path = info.outputPath('record.json');
  if (byPath) writeFileSync(path, body);
  await info.attach(RUN_RECORD_ATTACHMENT, byPath ? { path, contentType: 'application/json' } : { body, contentType: 'application/json' });
  const failure = failureOf(records[name]);
  if (failure !== undefined) throw new Error(failure);
}

test('green', ({}, info) => play('green', info, false));
test('red', ({}, info) => play('red', info, true));
test('flaky', ({}, info) => play(info.retry === 0 ? 'flaky' : 'steady', info, true));
test('left out', () => test.skip(true, 'the target is a CCF'));
test('crash', () => { throw new Error('boom; client_secret=hunter2hunter2'); });
test('silent', () => {});
`;

/** Runs Playwright's command line in `folder` and answers what it printed and how it ended. */
async function playwright(folder: string, args: readonly string[]): Promise<{ code: number | null; printed: string }> {
  const { TEST_WORKER_INDEX: _, TEST_PARALLEL_INDEX: __, FORCE_COLOR: ___, ...env } = process.env;
  const child = spawn(process.execPath, [PLAYWRIGHT, ...args], {
    cwd: folder,
    env: { ...env, NO_COLOR: '1', GITHUB_STEP_SUMMARY: join(folder, 'job.md') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
  });
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  return { code, printed: printed.join('') };
}

async function readReport(path: string): Promise<Conformance> {
  return Conformance.parse(JSON.parse(await readFile(path, 'utf8')));
}

test('a run with retries, and the merge of its blob, tell the same', async () => {
  test.setTimeout(120_000);
  const folder = test.info().outputPath('project');
  await mkdir(folder, { recursive: true });
  const config = (reporter: unknown) =>
    `export default ${JSON.stringify({ testDir: '.', outputDir: 'results', workers: 1, retries: 1, reporter })};\n`;
  await writeFile(join(folder, 'records.json'), JSON.stringify(RECORDS));
  await writeFile(join(folder, 'play.spec.ts'), SPEC);
  const stale = ['allure-results', 'allure-report'].map((name) => join(folder, 'report', name, 'of-an-earlier-run'));
  for (const path of stale) await mkdir(path, { recursive: true });
  await writeFile(
    join(folder, 'run.config.ts'),
    config([
      ['blob', { outputDir: 'blobs' }],
      [REPORTER, { outputDir: 'report' }],
    ]),
  );
  await writeFile(join(folder, 'merge.config.ts'), config([[REPORTER, { outputDir: join(folder, 'merged') }]]));

  const { code, printed } = await playwright(folder, ['test', '-c', 'run.config.ts']);
  expect(code).toBe(1);
  for (const path of stale) expect(existsSync(path), path).toBe(false);
  const lines = printed.split('\n');
  const ended = lines.filter((line) => /^[✓!✗?–‼]/.test(line)).map((line) => line.replace(/ {2}[\d.]+ m?s/, '  … ms'));
  expect(ended).toEqual([
    '! green · psk · TLS 1.2  1 passed 1 warned  … ms',
    '✗ red · psk · TLS 1.2  1 failed  … ms',
    '✗ red · psk · TLS 1.2  1 failed  … ms  (retry 1)',
    '✗ flaky · psk · TLS 1.2  1 failed  … ms',
    '✓ flaky · psk · TLS 1.2  1 passed  … ms  (retry 1)',
    '‼ crash  ended in an error  … ms',
    '‼ crash  ended in an error  … ms  (retry 1)',
    '‼ silent  ended in an error  … ms',
    '– 1 test skipped: the target is a CCF',
  ]);
  const under = (start: string) => lines.slice(lines.findIndex((line) => line.startsWith(start)) + 1);
  expect(under('✗ red')[0]).toMatch(/^ {4}✗ S6-torn-down failed: expected .*\(TS 33\.122 6\.8\)$/);
  expect(under('✗ red')[1]).toMatch(/^✗ red/);
  expect(under('‼ crash').slice(0, 2)).toEqual([
    expect.stringMatching(/^ {4}Error: boom; client_secret=‹client_secret:[0-9a-f]{8}›$/),
    expect.stringMatching(/^ {8}at .*play\.spec\.ts:\d+:\d+/),
  ]);
  expect(printed).toContain('Written: report/conformance.json\nWritten: report/summary.md\n');
  expect(printed).not.toContain('hunter2');

  const report = await readReport(join(folder, 'report', 'conformance.json'));
  expect(report.scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([
    // What was seen the first time is not undone by the second.
    ['flaky', 'fail'],
    ['flaky', 'pass'],
    ['green', 'warn'],
    ['red', 'fail'],
  ]);
  expect(report.errors.map((note) => note.test)).toEqual(['crash', 'silent']);
  expect(report.skipped).toEqual([{ test: 'left out', reason: 'the target is a CCF' }]);
  expect(report.summary).toMatchObject({ pass: 1, warn: 1, fail: 2, complete: false });
  const summary = await readFile(join(folder, 'report', 'summary.md'), 'utf8');
  expect(await readFile(join(folder, 'job.md'), 'utf8')).toBe(summary);

  const merge = await playwright(folder, ['merge-reports', '-c', 'merge.config.ts', 'blobs']);
  expect(merge.printed).toContain('✗ red · psk · TLS 1.2  1 failed');
  // The merge is a process of its own: what it conceals itself has another fingerprint there.
  const comparable = (told: Conformance) => JSON.stringify(told).replaceAll(/:[0-9a-f]{8}›/g, ':…›');
  expect(comparable(await readReport(join(folder, 'merged', 'conformance.json')))).toBe(comparable(report));
});

/** Feeds the reporter as Playwright would, without Playwright; answers what it printed and how it would end the run. */
async function report(
  folder: string,
  tests: readonly { title: string; result?: Partial<TestResult> }[],
  status: FullResult['status'] = 'passed',
) {
  const printed: string[] = [];
  const reporter = new ConformanceReporter({
    outputDir: folder,
    stdout: { write: (text) => printed.push(text) },
    env: {},
  });
  const cases = tests.map(
    ({ title }) =>
      ({ id: title, annotations: [], titlePath: () => ['', 'p', 'f', title] }) as Partial<TestCase> as TestCase,
  );
  reporter.onBegin({} as Partial<FullConfig> as FullConfig, { allTests: () => cases } as Partial<Suite> as Suite);
  for (const [index, { result }] of tests.entries()) {
    const test = cases[index];
    if (test === undefined || result === undefined) continue;
    const whole = { status: 'passed', errors: [], attachments: [], annotations: [], duration: 1, retry: 0, ...result };
    reporter.onTestEnd(test, whole as Partial<TestResult> as TestResult);
  }
  const end = await reporter.onEnd({ status, startTime: new Date(0), duration: 1 });
  return {
    end,
    printed: printed.join(''),
    written: await readReport(join(folder, 'conformance.json')).catch(() => undefined),
  };
}

function attached(of: RunRecord | string): Partial<TestResult> {
  const body = Buffer.from(typeof of === 'string' ? of : JSON.stringify(of));
  return { attachments: [{ name: 'capif-run-record', contentType: 'application/json', body }] };
}

const GREEN = RECORDS.green ?? record([]);

test('no tests at all: an error, a report that says so, and a failed run', async () => {
  const { end, printed, written } = await report(test.info().outputPath('out'), []);
  expect(end).toEqual({ status: 'failed' });
  expect(printed).toContain('Error: no test was played. Look at CAPIF_TARGET');
  expect(written?.target).toBeNull();
  expect(written?.incompleteBecause).toContain('No scenario was played.');
});

test('a run of skipped tests only proves nothing and fails', async () => {
  const skipped = { status: 'skipped' as const, annotations: [{ type: 'skip', description: 'another role' }] };
  const { end, written } = await report(test.info().outputPath('out'), [{ title: 'a', result: skipped }]);
  expect([end, written?.skipped]).toEqual([{ status: 'failed' }, [{ test: '[p] a', reason: 'another role' }]]);
});

test('a passed run stays passed', async () => {
  const { end, written } = await report(test.info().outputPath('out'), [{ title: 'a', result: attached(GREEN) }]);
  expect(end).toBeUndefined();
  expect(written?.errors).toEqual([]);
});

test('tests that never ended, were interrupted or skipped without a reason were not played', async () => {
  const { written } = await report(
    test.info().outputPath('out'),
    [
      { title: 'a', result: attached(GREEN) },
      { title: 'b' },
      { title: 'c', result: { status: 'interrupted', errors: [{ message: 'Test was interrupted.' }] } },
      { title: 'd', result: { status: 'skipped' } },
    ],
    'interrupted',
  );
  expect(written?.notPlayed).toEqual([
    { test: '[p] b', reason: 'the run ended before it' },
    { test: '[p] c', reason: 'the run was interrupted' },
    { test: '[p] d', reason: 'it was skipped without a reason' },
  ]);
  expect(written?.summary.complete).toBe(false);
});

test('a test that crashed after its record is an error beside the record', async () => {
  const result = {
    ...attached(GREEN),
    status: 'failed' as const,
    errors: [{ message: 'Error: the listener did not close' }],
  };
  const { written } = await report(test.info().outputPath('out'), [{ title: 'a', result }], 'failed');
  expect(written?.errors).toEqual([{ test: '[p] a', reason: 'Error: the listener did not close' }]);
  expect(written?.scenarios).toHaveLength(1);
});

test('a passed test whose record cannot be read fails the run', async () => {
  const torn = attached('{"schemaVersion":"1"');
  const gone = {
    attachments: [{ name: 'capif-run-record', contentType: 'application/json', path: test.info().outputPath('gone') }],
  };
  const { end, written } = await report(test.info().outputPath('out'), [
    { title: 'a', result: torn },
    { title: 'b', result: gone },
  ]);
  expect(end).toEqual({ status: 'failed' });
  expect(written?.errors.map((note) => note.reason)).toEqual([
    expect.stringContaining('the run record of [p] a is not JSON'),
    'its run record is gone: the attached file cannot be read; keep blobs and attachments until merged',
  ]);
});

test('a passed test without a record fails a run that otherwise proves something', async () => {
  const { end, written } = await report(test.info().outputPath('out'), [
    { title: 'a', result: attached(GREEN) },
    { title: 'b', result: {} },
  ]);
  expect([end, written?.errors.map((note) => note.test)]).toEqual([{ status: 'failed' }, ['[p] b']]);
});

test('records of two targets make no report and fail the run', async () => {
  const other = { ...GREEN, scenario: 'other', target: { ...GREEN.target, name: 'another' } };
  const { end, printed, written } = await report(test.info().outputPath('out'), [
    { title: 'a', result: attached(GREEN) },
    { title: 'b', result: attached(other) },
  ]);
  expect([end, written]).toEqual([{ status: 'failed' }, undefined]);
  expect(printed).toContain('No report could be made: the run records speak of different targets');
});
