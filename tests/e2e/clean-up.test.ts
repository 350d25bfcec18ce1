/** What a run makes at a target is gone when it is over, also after Ctrl+C; what must stay, or cannot go, is told. */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Checkout } from './checkout.ts';
import { test } from './fixtures.ts';
import { Running } from './process.ts';
import { targetFile, Watched } from './watched-ccf.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

const INVOKERS = /\/onboardedInvokers(\/[^/]+)?$/;

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
  expect(left.map(({ why }) => / → 500$/.test(why))).toEqual([true, true]);
  expect(output).toMatch(/Left at the target: API invoker INV\w+ \(DELETE \S+ → 500\)/);
  await ccf.close();
});
