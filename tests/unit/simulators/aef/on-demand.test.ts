/** An AEF that is started by a task: what the CCF then knows of it, and what is left when that fails. */

import { startOnDemandAef } from '../../../../simulators/aef/on-demand.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createOnDemandInvoker } from '../../../../simulators/invoker/on-demand.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import { expect, test } from '../../../support/test.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf({ variant: 'separate-onboarding-port' });
});
test.afterAll(() => ccf.close());

function task(at: { readonly registrationCredential?: string } = {}) {
  const { apiRoot, onboardingRoot, trust, registrationCredential, onboardingCredential } = ccf;
  return { ccf: { apiRoot, onboardingRoot, ca: trust, registrationCredential, onboardingCredential, ...at } };
}

test('registers, publishes, subscribes; is called where it says, and takes all that back when it closes', async () => {
  const { aef, serviceApi, notificationDestination } = await startOnDemandAef({ label: 'aef' }, task());
  expect(serviceApi).toBe(`https://127.0.0.1:${aef.serviceApi.port}`);
  expect(notificationDestination).toBe(aef.notificationDestination);
  expect(ccf.serviceApis().map(({ description }) => description.apiName)).toEqual([aef.serviceApi.apiName]);
  expect(ccf.subscriptions().map(({ details }) => details.notificationDestination)).toEqual([notificationDestination]);

  const invoker = createOnDemandInvoker({ label: 'invoker' });
  const { apiInvokerId = '' } = await invoker.onboard({ ...task(), method: 'psk' });
  await invoker.invoke({ ...task(), method: 'psk', aef: { serviceApi, ca: ccf.trust } });
  expect(aef.trusts(apiInvokerId)).toBe(true);

  await aef.close();
  expect([ccf.serviceApis(), ccf.subscriptions()]).toEqual([[], []]);
});

test('is told its ways: address, fault, variant, protection of CAPIF-3', async () => {
  const { aef, serviceApi, notificationDestination } = await startOnDemandAef(
    { label: 'aef', host: '::1', variant: 'tls-1.3-only', fault: 'refuses-to-acknowledge', capif3: 'nds-ip' },
    task(),
  );
  expect(serviceApi).toMatch(/^https:\/\/\[::1\]:\d+$/);
  expect(aef.serviceApi.methods).toEqual(['PKI', 'OAUTH']);
  expect(notificationDestination).toMatch(/^http:\/\/\[::1\]:/);
  const notified = await fetch(notificationDestination, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      subscriptionId: aef.subscription?.subscriptionId,
      events: 'API_INVOKER_OFFBOARDED',
      eventDetail: { apiInvokerIds: ['somebody'] },
    }),
  });
  expect(notified.status).toBe(500);
  await aef.close();
});

test('a CCF that does not register it, or is not there, is told in one line, and nothing is left', async () => {
  const refused = await startOnDemandAef(
    { label: 'aef' },
    task({ registrationCredential: 'not-the-credential' }),
  ).catch(String);
  expect(refused).toMatch(/registrations was answered 40[13] /);
  expect(refused).not.toContain('not-the-credential');

  const gone = await listen({ label: 'gone', answer: async () => new Response() });
  const { port } = gone;
  await gone.close();
  const nowhere = { ccf: { ...task().ccf, apiRoot: `https://127.0.0.1:${port}`, onboardingRoot: undefined } };
  await expect(startOnDemandAef({ label: 'aef' }, nowhere)).rejects.toThrow(/refused/i);

  expect([ccf.serviceApis(), ccf.subscriptions()]).toEqual([[], []]);
});
