/** The Python package of OpenCAPIF as the API invoker under test: what it sends, and what its folder holds, judged. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Conformance } from '../../reports/conformance-schema.ts';
import { expect } from '../support/test.ts';
import { test } from './fixtures.ts';
import { expectClean, playAndRead, reportOf } from './recorded.ts';
import { withVerdict } from './verdicts.ts';

/** The version that docs/field-notes.md speaks of; with another one its findings are to be looked at again. */
const PACKAGE = 'opencapif_sdk==0.1.24';
const INSTALLING_MS = 150_000;

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const run = promisify(execFile);
let folder: string;
let python: string;
/** Why the package is not here. */
let missing: string | undefined;

test.beforeAll(async () => {
  // An installation from a registry takes its time.
  test.setTimeout(300_000);
  folder = await mkdtemp(join(tmpdir(), 'opencapif-sdk-'));
  python = join(folder, 'venv', 'bin', 'python');
  missing = await install();
});
test.beforeEach(() => test.skip(missing !== undefined, missing));
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where pip looks is configured on the machine, if at all. */
async function install(): Promise<string | undefined> {
  const bounds = { timeout: INSTALLING_MS, killSignal: 'SIGKILL' } as const;
  try {
    await run('python3', ['-m', 'venv', join(folder, 'venv')], bounds);
    const quickly = [
      '--quiet',
      '--no-input',
      '--no-color',
      '--disable-pip-version-check',
      '--retries',
      '1',
      '--timeout',
      '20',
    ];
    await run(python, ['-m', 'pip', 'install', ...quickly, PACKAGE], bounds);
    return undefined;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const why = stderr.split('\n').find((line) => /error/i.test(line)) ?? String(error).split('\n', 1)[0];
    return `${PACKAGE} cannot be installed here: ${why}`;
  }
}

/** Each run has a folder of its own, which is the package's and is searched. */
function environment(name: string): Record<string, string> {
  return {
    CAPIF_TARGET: 'targets/opencapif-sdk.yaml',
    OPENCAPIF_SDK_PYTHON: python,
    OPENCAPIF_SDK_FOLDER: join(folder, name),
  };
}

/** The password that its hooks were told, as they wrote it down. */
async function passwordOf(name: string): Promise<string> {
  const config: unknown = JSON.parse(await readFile(join(folder, name, 'config.json'), 'utf8'));
  const password: unknown = typeof config === 'object' && config && Reflect.get(config, 'capif_password');
  if (typeof password !== 'string') throw new Error('its configuration holds no password');
  return password;
}

/** The verdicts of the API invoker's own steps, for whoever reads along. */
function tell({ requirements }: Conformance): void {
  const rows = requirements.filter(({ step, scenarios }) => [0, 1, 2, 5].includes(step) && scenarios.length > 0);
  process.stdout.write(`\n${PACKAGE}\n${rows.map(({ id, verdict }) => `  ${id}: ${verdict}`).join('\n')}\n`);
}

test('it onboards, obtains a token, calls, offboards, and its S2 and S5 rows are judged', async ({ checkout }) => {
  const played = await playAndRead(checkout, environment('usual'), ['-g', '@invoker']);
  const report = reportOf(played);
  tell(report);
  expect(played.code, played.output).toBe(0);
  for (const verdict of ['warn', 'fail', 'inconclusive', 'error']) expect(withVerdict(report, verdict)).toEqual([]);
  expect(withVerdict(report, 'pass')).toEqual([
    'S0-server-authenticated',
    'S1-trigger',
    'S2-request-sent',
    'S2-own-id',
    'S2-once',
    'S5-id-deleted',
    'S5-service-auth-deleted',
    'S5-certificate-deleted',
    'S5-token-deleted',
    'S5-not-on-failure',
  ]);
  expectClean(played, ['onboarding-credential', 'access-token'], { password: await passwordOf('usual') });
});

test('in debug mode it leaves its API invoker ID in its log, and is told where', async ({ checkout }) => {
  const env = { ...environment('debugging'), OPENCAPIF_SDK_DEBUG: 'True' };
  const played = await playAndRead(checkout, env, ['-g', 'invoker-offboarding · oauth · TLS 1.3']);
  const report = reportOf(played);
  tell(report);
  expect(played.code, played.output).toBe(1);
  expect(withVerdict(report, 'fail')).toEqual(['S5-id-deleted']);
  const checks = report.scenarios.flatMap(({ steps }) => steps.flatMap((step) => step.checks));
  const reason = checks.find(({ verdict }) => verdict === 'fail')?.reason ?? '';
  expect(reason).toContain(`${join(folder, 'debugging', 'logs', 'sdk_logs.log')}:`);
  expectClean(played, ['onboarding-credential', 'access-token'], { password: await passwordOf('debugging') });
});
