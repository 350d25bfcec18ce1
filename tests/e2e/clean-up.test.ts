/** What a run makes at a target is gone when it is over, also after Ctrl+C; what must stay, or cannot go, is told. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Conformance } from '../../reports/conformance-schema.ts';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import { slowLine } from '../support/slow-line.ts';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { test } from './fixtures.ts';
import { CLI, Running } from './process.ts';
import { targetFile, Watched } from './watched-ccf.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

const INVOKERS = /\/onboardedInvokers(\/[^/]+)?$/;
const DOMAINS = /\/registrations(\/[^/]+)?$/;

function start(checkout: Checkout, grep: string, env: Readonly<Record<string, string>>): Running {
  const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
  return new Running(playwright, ['test', '-g', grep], {
    cwd: checkout.folder,
    env: { PWTEST_CACHE_DIR: join(checkout.folder, 'cache'), ...env },
    timeoutMs: 100_000,
  });
}

test('nothing stays at the target', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start();
  const target = await targetFile(checkout, ccf);
  // Its bystander, and the victim whose ID the request did not name, are still onboarded when the scenario is over.
  const { code, conformance, output } = await checkout.play(['-g', 'ccf-(unknown|foreign)-id'], {
    CAPIF_TARGET: target,
  });
  expect(
    conformance?.scenarios.map(({ verdict }) => verdict),
    output,
  ).toEqual(['pass', 'pass']);
  expect(code, output).toBe(0);
  expect(watched.succeeded('POST', INVOKERS)).toBeGreaterThan(2);
  expect(watched.succeeded('DELETE', INVOKERS)).toBe(watched.succeeded('POST', INVOKERS));
  expect({ subscriptions: ccf.subscriptions(), serviceApis: ccf.serviceApis() }).toEqual({
    subscriptions: [],
    serviceApis: [],
  });
  expect(conformance?.leftovers).toBeUndefined();
  await ccf.close();
});

test('nothing stays after Ctrl+C in the middle of a scenario', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start({ fault: 'keeps-tls-open' });
  // The scenario waits a minute for the teardown that does not come, and is interrupted there.
  const running = start(checkout, 'ccf-offboarding · oauth · TLS 1.3', {
    CAPIF_TARGET: await targetFile(checkout, ccf, { timing: { teardown: '60s' } }),
  });
  // Once in the preflight, once in the scenario.
  await watched.until(() => watched.succeeded('DELETE', INVOKERS) === 2);
  expect(ccf.subscriptions().length).toBeGreaterThan(0);
  const { stdout, stderr } = await running.end('SIGINT');
  expect(watched.succeeded('DELETE', INVOKERS), stdout + stderr).toBe(watched.succeeded('POST', INVOKERS));
  expect(ccf.subscriptions().length + ccf.serviceApis().length, stdout + stderr).toBe(0);
  await ccf.close();
});

/** A target file whose CCF stands at the end of a slow line. */
async function slowTarget(checkout: Checkout, ccf: Ccf) {
  const line = await slowLine(Number(new URL(ccf.apiRoot).port), 400);
  const endpoints = { capif: `https://127.0.0.1:${line.port}` };
  return { line, target: await targetFile(checkout, ccf, { endpoints, timing: { teardown: '2s' } }) };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} to "run" alone, while an answer is under way, leaves nothing and a report`, async ({ checkout }) => {
    const watched = new Watched();
    const ccf = await watched.start();
    const { line, target } = await slowTarget(checkout, ccf);
    const reports = join(checkout.folder, 'reports/interrupted');
    const args = ['run', '--target', target, '--reports', reports, '-g', 'ccf-offboarding · oauth · TLS 1.3'];
    const running = new Running(CLI, args, { timeoutMs: 100_000 });
    // Once in the preflight; the second one is the scenario's, and has not been told yet that it is onboarded.
    await watched.until(() => watched.succeeded('POST', INVOKERS) === 2);
    const { code, stdout, stderr } = await running.end(signal);
    line.close();
    const output = stdout + stderr;
    expect(watched.succeeded('DELETE', INVOKERS), output).toBe(watched.succeeded('POST', INVOKERS));
    expect(watched.succeeded('DELETE', DOMAINS), output).toBe(watched.succeeded('POST', DOMAINS));
    expect(ccf.subscriptions().length + ccf.serviceApis().length, output).toBe(0);
    expect(code, output).toBe(3);
    const report = Conformance.parse(JSON.parse(await readFile(join(reports, 'conformance.json'), 'utf8')));
    expect(report.notPlayed.map(({ reason }) => reason)).toContain('the run was interrupted');
    await ccf.close();
  });
}

for (const [command, ended] of [
  ['doctor', 130],
  ['run', 3],
] as const) {
  test(`"${command}" that is interrupted while it tries the target out leaves nothing`, async ({ checkout }) => {
    const watched = new Watched();
    const ccf = await watched.start();
    const { line, target } = await slowTarget(checkout, ccf);
    const args =
      command === 'run' ? ['--target', target, '--reports', join(checkout.folder, 'reports/none')] : [target];
    const running = new Running(CLI, [command, ...args], { timeoutMs: 60_000 });
    await watched.until(() => watched.succeeded('POST', DOMAINS) === 1);
    const { code, stdout, stderr } = await running.end('SIGINT');
    line.close();
    const output = stdout + stderr;
    expect(watched.succeeded('DELETE', INVOKERS), output).toBe(watched.succeeded('POST', INVOKERS));
    expect(watched.succeeded('DELETE', DOMAINS), output).toBe(1);
    expect(output).toMatch(/^Interrupted/m);
    expect(output).not.toContain('Left at the target');
    expect(code, output).toBe(ended);
    await ccf.close();
  });
}

test('--keep leaves everything there, and says what', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start();
  const target = await targetFile(checkout, ccf);
  const { conformance, output } = await checkout.play(['-g', 'ccf-unknown-id'], {
    CAPIF_TARGET: target,
    CAPIF_KEEP: '1',
  });
  expect(ccf.subscriptions().length).toBe(1);
  const kept = conformance?.leftovers ?? [];
  expect(kept.map(({ what }) => what.split(' ')[0])).toEqual(['AEF', 'API']);
  expect(output).toContain('Left at the target: AEF ');
  await ccf.close();
});

test('what cannot be removed is told, with the reason', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start({ directions: { failOffboarding: () => '500' } });
  const target = await targetFile(checkout, ccf);
  const { conformance, output } = await checkout.play(['-g', 'ccf-unknown-id'], { CAPIF_TARGET: target });
  const left = conformance?.leftovers ?? [];
  // The words of the CCF lead to what is in the way there.
  expect(left.map(({ why }) => / → 500, ".+"$/.test(why))).toEqual([true, true]);
  expect(output).toMatch(/Left at the target: API invoker INV\w+ \(DELETE \S+ → 500, ".+"\)/);
  await ccf.close();
});
