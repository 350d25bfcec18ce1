/** `simulate aef|invoker --write-target`: nodes that the hooks of their target files lead, as the harness leads foreign ones. */
import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HookInput } from '../../harness/hooks/contract.ts';
import type { HookResult } from '../../harness/hooks/result.ts';
import { runHook } from '../../harness/hooks/run.ts';
import type { HookName } from '../../harness/target/hooks.ts';
import { loadTarget } from '../../harness/target/load.ts';
import { type Ccf, startCcf } from '../../simulators/ccf/ccf.ts';
import { monotonicNow } from '../../simulators/wire/clock.ts';
import { expect } from '../support/test.ts';
import { test } from './fixtures.ts';
import type { Running } from './process.ts';

test.describe.configure({ timeout: 60_000 });

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

function told(hook: HookName, more: Partial<HookInput> = {}): HookInput {
  const { apiRoot, trust, onboardingCredential, registrationCredential } = ccf;
  return {
    hook,
    scenario: 'a-scenario',
    method: 'psk',
    ccf: { apiRoot, ca: trust, onboardingCredential, registrationCredential },
    ...more,
  };
}

/** Has a hook of the target run as the harness does. */
async function run(file: string, input: HookInput): Promise<HookResult> {
  const { hooks, folder } = loadTarget(file);
  const hook = hooks[input.hook];
  if (hook === undefined) throw new Error(`${file} has no ${input.hook} hook`);
  return await runHook(hook, input, { folder });
}

async function endsWell(node: Running, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  const asked = monotonicNow();
  const { code, stdout, stderr } = await node.end(signal);
  expect((monotonicNow() - asked) / 1e6).toBeLessThan(2);
  expect({ code, stderr, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
}

test('an AEF and an API invoker, led by hooks through a life at one CCF', async ({ checkout, simulate }) => {
  const [aefFile, invokerFile] = ['aef.yaml', 'invoker.yaml'].map((name) => join(checkout.folder, name));
  if (aefFile === undefined || invokerFile === undefined) throw new Error('two files were named');
  const storage = join(checkout.folder, 'credentials');
  const ofAef = join(checkout.folder, 'of-aef');
  const aef = simulate('aef', '--write-target', aefFile, '--variant', 'http2', '--storage', ofAef);
  const leave = ['--fault', 'keeps-key-backup', '--fault', 'keeps-id'];
  const invoker = simulate('invoker', '--write-target', invokerFile, '--storage', storage, ...leave);
  const control = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await aef.nextLine()).toEqual({ ready: 'aef', control, target: aefFile });
  expect(await invoker.nextLine()).toEqual({ ready: 'invoker', control, target: invokerFile });

  for (const file of [aefFile, invokerFile]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(loadTarget(aefFile)).toMatchObject({
    name: 'reference AEF (http2)',
    role: 'aef',
    claims: { http: ['h2', 'http/1.1'], crl: false },
    storage: [{ path: ofAef }],
  });
  expect(loadTarget(invokerFile)).toMatchObject({
    name: 'reference API invoker (keeps-key-backup, keeps-id)',
    role: 'invoker',
    storage: [{ path: storage }],
  });

  // A second start ends what the first one started.
  const [, second] = [await run(aefFile, told('start')), await run(aefFile, told('start'))];
  expect(second).toMatchObject({ ok: true });
  const { serviceApi = '', notificationDestination } = second.answer;
  expect(ccf.serviceApis()).toHaveLength(1);
  expect(ccf.subscriptions().map(({ details }) => details.notificationDestination)).toEqual([notificationDestination]);

  const atAef = { aef: { serviceApi, ca: ccf.trust } };
  const onboarded = await run(invokerFile, told('onboard', atAef));
  const { apiInvokerId = '' } = onboarded.answer;
  expect(await run(invokerFile, told('invoke', atAef))).toMatchObject({ ok: true });
  expect(ccf.vouchesFor(apiInvokerId)).toBe(true);
  expect(readdirSync(storage)).toContain('private-key.pem');
  expect(readdirSync(join(ofAef, 'api-invokers'))).toEqual([`${apiInvokerId}.json`]);
  expect(await run(invokerFile, told('trigger', atAef))).toMatchObject({ ok: true });
  expect(ccf.vouchesFor(apiInvokerId)).toBe(false);
  expect(readdirSync(storage).sort()).toEqual(['backup.txt', 'invoker.json']);
  expect(await run(invokerFile, told('invoke', atAef))).toMatchObject({ ok: true });

  expect(await run(aefFile, told('stop'))).toMatchObject({ ok: true });
  expect([ccf.serviceApis(), ccf.subscriptions()]).toEqual([[], []]);
  // Whoever ends the process has no stop hook to call first.
  await run(aefFile, told('start'));
  await endsWell(aef, 'SIGTERM');
  expect([ccf.serviceApis(), ccf.subscriptions()]).toEqual([[], []]);
  await endsWell(invoker, 'SIGINT');
});

test('a hook that fails says why in one line, without a secret', async ({ checkout, simulate }) => {
  const files = {
    aef: join(checkout.folder, 'failing-aef.yaml'),
    invoker: join(checkout.folder, 'failing-invoker.yaml'),
  };
  const aef = simulate('aef', '--write-target', files.aef);
  const invoker = simulate('invoker', '--write-target', files.invoker);
  await Promise.all([aef.nextLine(), invoker.nextLine()]);
  expect(loadTarget(files.invoker).storage).toEqual([]);
  const wrong = {
    ...told('start').ccf,
    onboardingCredential: 'wrong-onboarding',
    registrationCredential: 'wrong-registration',
  };

  const results = [
    await run(files.aef, told('start', { ccf: wrong })),
    await run(files.invoker, told('invoke')),
    await run(files.invoker, told('onboard', { ccf: wrong })),
  ];
  expect(results.map(({ ok, code }) => [ok, code])).toEqual(results.map(() => [false, 500]));
  const [start, invoke, onboard] = results.map(({ detail }) => detail);
  expect(start).toMatch(/last said: AEF: POST .*registrations was answered 40[13] [^\n]*$/);
  expect(invoke).toMatch(/last said: not onboarded; ask it to onboard first$/);
  expect(onboard).toMatch(/last said: onboarding: POST .*onboardedInvokers was answered 401$/);
  for (const detail of [start, onboard]) expect(detail).not.toContain('wrong-');
  await endsWell(aef, 'SIGINT');
  await endsWell(invoker, 'SIGTERM');
});
