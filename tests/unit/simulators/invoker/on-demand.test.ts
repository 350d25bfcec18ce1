/** An API invoker that is led by tasks: what it does at the CCF and the AEF that a task names, and what it says when that fails. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { OffboardingFailure } from '../../../../simulators/ccf/directions.ts';
import { createOnDemandInvoker, type OnDemandTask } from '../../../../simulators/invoker/on-demand.ts';
import { INVOKER_VARIANTS, type InvokerVariant } from '../../../../simulators/invoker/variants.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf } from '../nodes.ts';

const VARIANTS = Object.keys(INVOKER_VARIANTS) as InvokerVariant[];

let ccf: Ccf;
let aef: Aef;
let impostor: Ccf;
let failing: OffboardingFailure | undefined;
const seen: { at: 'ccf' | 'aef' | 'impostor'; event: WireEvent }[] = [];
test.beforeAll(async () => {
  const seenAt = (at: (typeof seen)[number]['at']) => (event: WireEvent) => seen.push({ at, event });
  ccf = await startCcf({ observer: seenAt('ccf'), directions: { failOffboarding: () => failing } });
  impostor = await startCcf({ observer: seenAt('impostor') });
  aef = await aefOf(ccf, { observer: seenAt('aef') });
});
test.beforeEach(() => {
  failing = undefined;
  seen.length = 0;
});
test.afterAll(async () => {
  await aef.close();
  await Promise.all([ccf.close(), impostor.close()]);
});

function told(method: OnDemandTask['method'], at: Partial<OnDemandTask['ccf']> = {}): OnDemandTask {
  const { apiRoot, onboardingRoot, trust, onboardingCredential } = ccf;
  const { host, port } = aef.serviceApi;
  return {
    method,
    ccf: { apiRoot, onboardingRoot, ca: trust, onboardingCredential, ...at },
    aef: { serviceApi: `https://${host}:${port}/some/path`, ca: trust },
  };
}

/** What was asked of those two by an API invoker: `METHOD first-segment status`. */
function requests(): string[] {
  return seen.flatMap(({ at, event }) => {
    if (event.kind !== 'exchange' || event.side !== 'server' || isOfAef(event.request.target, event.request.method)) {
      return [];
    }
    const { method, target } = event.request;
    const [, first = ''] = target.split(/[/?]/);
    return [`${at} ${method} ${first === aef.serviceApi.apiName ? 'hello' : first} ${event.response?.status}`];
  });
}

/** The AEF subscribes, asks the CCF about the API invoker, and the CCF notifies it. */
function isOfAef(target: string, method: string): boolean {
  if (target.startsWith('/capif-events/')) return true;
  return (target.includes('/trustedInvokers/') && method === 'GET') || (method === 'POST' && target.includes('notif'));
}

const ONBOARDED = 'ccf POST api-invoker-management 201';
const FOUND = 'ccf GET service-apis 200';
const SECURED = 'ccf PUT capif-security 201';
const INVOKED = 'aef GET hello 200';
const LEFT = 'ccf DELETE api-invoker-management 204';
const FIRST_CALL = {
  pki: [FOUND, SECURED, INVOKED],
  oauth: [FOUND, SECURED, 'ccf POST capif-security 200', INVOKED],
  psk: [FOUND, SECURED, 'aef POST aef-security 200', INVOKED],
};
const LATER_CALL = { pki: [INVOKED], oauth: [INVOKED], psk: ['aef POST aef-security 200', INVOKED] };

for (const method of ['psk', 'pki', 'oauth'] as const) {
  test(`onboards, calls, calls again, leaves, and then has nothing to call with (${method})`, async () => {
    const invoker = createOnDemandInvoker({ label: 'invoker' });
    const { apiInvokerId } = await invoker.onboard(told(method));
    expect(apiInvokerId).toBeTruthy();
    for (const _ of ['first', 'later']) await invoker.invoke(told(method));
    expect(ccf.vouchesFor(apiInvokerId ?? '')).toBe(true);
    await invoker.trigger(told(method));
    await invoker.invoke(told(method));
    expect(requests()).toEqual([ONBOARDED, ...FIRST_CALL[method], ...LATER_CALL[method], LEFT]);
  });
}

for (const variant of VARIANTS) {
  test(`${variant}: leads the same life`, async () => {
    const invoker = createOnDemandInvoker({ label: 'invoker', variant });
    await invoker.onboard(told('oauth'));
    await invoker.invoke(told('oauth'));
    await invoker.trigger(told('oauth'));
    seen.length = 0;
    await invoker.invoke(told('oauth'));
    const anew = variant === 're-onboards' ? [ONBOARDED, SECURED, 'ccf POST capif-security 200', INVOKED] : [];
    expect(requests()).toEqual(anew);
  });
}

test('what a fault makes it keep, it presents when asked to act again', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker', fault: 'keeps-token' });
  await invoker.onboard(told('oauth'));
  await invoker.invoke(told('oauth'));
  await invoker.trigger(told('oauth'));
  seen.length = 0;
  await invoker.invoke(told('oauth'));
  expect(requests()).toEqual(['aef GET hello 401']);
});

for (const failure of ['403', '500', 'cut-off', 'no-answer'] satisfies OffboardingFailure[]) {
  test(`an offboarding that fails (${failure}) is no error, and it goes on calling; with forgets-on-failure it cannot`, async () => {
    for (const [fault, calls] of [
      [undefined, LATER_CALL.psk],
      ['forgets-on-failure', []],
    ] as const) {
      const invoker = createOnDemandInvoker({ label: 'invoker', fault });
      await invoker.onboard(told('psk'));
      await invoker.invoke(told('psk'));
      failing = failure;
      await invoker.trigger(told('psk'));
      seen.length = 0;
      await invoker.invoke(told('psk'));
      // The failed request itself may be told only now, when its connection is gone.
      expect(
        requests().filter((one) => !one.includes('DELETE')),
        fault,
      ).toEqual(calls);
    }
  });
}

test('what was refused can be asked again, and what succeeded cannot', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker' });
  await invoker.onboard(told('pki'));
  failing = '500';
  await invoker.trigger(told('pki'));
  failing = undefined;
  await invoker.trigger(told('pki'));
  expect(requests()).toEqual([ONBOARDED, 'ccf DELETE api-invoker-management 500', LEFT]);
  await expect(invoker.trigger(told('pki'))).rejects.toThrow(/no API invoker certificate/);
});

test('sends nothing to an impostor CCF, and onboards at the genuine one afterwards', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker' });
  await expect(invoker.onboard(told('pki', { apiRoot: impostor.apiRoot }))).rejects.toThrow(
    /^onboarding: no TLS session came about: .*certificate/,
  );
  expect(requests()).toEqual([]);
  await expect(invoker.invoke(told('pki'))).rejects.toThrow('not onboarded; ask it to onboard first');
  await invoker.onboard(told('pki'));
  expect(requests()).toEqual([ONBOARDED]);
});

test('trusts-impostor-ccf: sends its request to whoever answers', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker', fault: 'trusts-impostor-ccf' });
  await expect(invoker.onboard(told('pki', { apiRoot: impostor.apiRoot }))).rejects.toThrow(/was answered 401$/);
  expect(requests()).toEqual(['impostor POST api-invoker-management 401']);
});

test('every onboarding makes somebody new', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker' });
  const first = await invoker.onboard(told('pki'));
  const second = await invoker.onboard(told('oauth'));
  expect(second.apiInvokerId).not.toBe(first.apiInvokerId);
  seen.length = 0;
  await invoker.invoke(told('oauth'));
  expect(requests()).toEqual(FIRST_CALL.oauth);
});

test('what failed is told as request and status, without secrets', async () => {
  const invoker = createOnDemandInvoker({ label: 'invoker' });
  const refused = invoker.onboard(told('pki', { onboardingCredential: 'not-the-credential' })).catch(String);
  expect(await refused).toMatch(/onboarding: POST \/api-invoker-management\/v1\/onboardedInvokers was answered 401$/);

  await invoker.onboard(told('pki'));
  const { aef: _none, ...alone } = told('pki');
  await expect(invoker.invoke(alone)).rejects.toThrow('"aef" is missing from the task: there is no service API');
  const elsewhere = { ...told('pki'), aef: { serviceApi: 'https://[::1]:9', ca: ccf.trust } };
  await expect(invoker.invoke(elsewhere)).rejects.toThrow(
    /^discovery: the CCF names no service API at \[::1\]:9; publish one, or mend "aef.serviceApi"$/,
  );
  const foreign = {
    ...told('pki'),
    aef: { serviceApi: `https://127.0.0.1:${aef.serviceApi.port}`, ca: impostor.trust },
  };
  await expect(invoker.invoke(foreign)).rejects.toThrow(/^service API: no TLS session came about: .*certificate/);
  // The task that is right is done all the same.
  await invoker.invoke(told('pki'));
});

test('its folder holds what the invoker of this onboarding holds, and nothing of the one before', async () => {
  const storage = mkdtempSync(join(tmpdir(), 'invoker-'));
  try {
    const invoker = createOnDemandInvoker({
      label: 'invoker',
      storage,
      fault: ['keeps-key-backup', 'keeps-token-in-log'],
    });
    await invoker.onboard(told('oauth'));
    await invoker.invoke(told('oauth'));
    const keyBefore = readFileSync(join(storage, 'backup.txt'), 'utf8');
    expect(readdirSync(storage)).toContain('invoker.log');
    writeFileSync(join(storage, 'notes.txt'), 'mine');
    await invoker.onboard(told('oauth'));
    expect(readdirSync(storage).sort()).toEqual(
      ['backup.txt', 'certificate.pem', 'invoker.json', 'notes.txt', 'onboarding-secret', 'private-key.pem'].sort(),
    );
    expect(readFileSync(join(storage, 'backup.txt'), 'utf8')).not.toContain(keyBefore.trim());
    await invoker.trigger(told('oauth'));
    expect(readdirSync(storage).sort()).toEqual(['backup.txt', 'notes.txt']);
  } finally {
    rmSync(storage, { recursive: true });
  }
});
