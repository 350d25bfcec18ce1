/** The port by which hooks make a simulated node act, called as the harness calls hooks. */

import { type Control, startControl } from '../../../../cli/simulate/control.ts';
import type { HookInput } from '../../../../harness/hooks/contract.ts';
import { runHook } from '../../../../harness/hooks/run.ts';
import { Hooks } from '../../../../harness/target/hooks.ts';
import { delay } from '../../../../simulators/wire/clock.ts';
import { expect, test } from '../../../support/test.ts';
import { told } from '../../harness/hooks/told.ts';

const got: HookInput[] = [];
const invoking = { begun: () => {}, until: Promise.resolve() };
let control: Control;
test.beforeAll(async () => {
  control = await startControl(0, {
    async onboard(task) {
      got.push(task);
      return { apiInvokerId: 'INV1' };
    },
    async invoke(task) {
      invoking.begun();
      await invoking.until;
      got.push(task);
      return {};
    },
    async trigger() {
      throw new Error('the first line\nand the second');
    },
  });
});
test.beforeEach(() => {
  got.length = 0;
});
test.afterAll(() => control.close());

async function run(hook: 'onboard' | 'invoke' | 'trigger', told_: HookInput = told(hook)) {
  const parsed = Hooks.parse(control.hooks)[hook];
  if (parsed === undefined) throw new Error(`no ${hook} hook was offered`);
  return await runHook(parsed, told_, { folder: '/' });
}

test('hands on what a hook is told, and answers what the hook may answer', async () => {
  expect(control.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await run('onboard')).toMatchObject({ ok: true, code: 200, answer: { apiInvokerId: 'INV1' } });
  expect(got).toEqual([told('onboard')]);
});

test('attends to one after the other', async () => {
  let release = () => {};
  invoking.until = new Promise((resolve) => {
    release = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    invoking.begun = resolve;
  });
  const first = run('invoke');
  await begun;
  const second = run('onboard');
  // Quiet: the second is not to be attended to yet.
  expect(await Promise.race([second, delay(200).then(() => 'waiting')])).toBe('waiting');
  release();
  await Promise.all([first, second]);
  expect(got.map(({ hook }) => hook)).toEqual(['invoke', 'onboard']);
});

test('what a node cannot do is the last line that the hook says', async () => {
  const failed = await run('trigger');
  expect(failed).toMatchObject({ ok: false, code: 500 });
  expect(failed.detail).toMatch(/was answered 500; it must be 2xx; it last said: the first line and the second$/);
});

test('what is no hook is refused with what is wrong, and reaches nobody', async () => {
  const asked = async (path: string, method: string, body?: string) => {
    const response = await fetch(`${control.url}${path}`, { method, ...(body !== undefined && { body }) });
    return `${response.status} ${await response.text()}`;
  };
  const secret = { ...told('onboard'), ccf: { ...told('onboard').ccf, onboardingCredential: 12_345_678 } };
  expect(await asked('/start', 'POST', '{}')).toBe('404 nothing at /start; there is /onboard, /invoke, /trigger\n');
  expect(await asked('/onboard', 'GET')).toBe('405 a hook is a POST, not a GET\n');
  expect(await asked('/onboard', 'POST', 'no JSON')).toMatch(/^400 not what docs\/hooks\.md says .*: the body \(/);
  const wrong = await asked('/onboard', 'POST', JSON.stringify(secret));
  expect(wrong).toMatch(/^400 .*: ccf\.onboardingCredential \(invalid_type\)\n$/);
  expect(wrong).not.toContain('12345678');
  expect(await asked('/onboard', 'POST', JSON.stringify(told('invoke')))).toMatch(
    /^400 the invoke hook was sent to \/onboard/,
  );
  expect(got).toEqual([]);
});
