/** Somebody enrols an AEF that cannot do it itself: the CCF then knows of it what it would know of any. */

import { enrolOnBehalf } from '../../../../simulators/aef/on-behalf.ts';
import type { AefOptions } from '../../../../simulators/aef/options.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';
import { breachesIn, Events, invokerOf, requestsIn } from '../nodes.ts';

let ccf: Ccf;
test.beforeEach(async () => {
  ccf = await startCcf();
});
test.afterEach(() => ccf.close());

const at = (change: Partial<AefOptions> = {}): AefOptions => {
  const { apiRoot: ccfRoot, trust: ccfTrust, registrationCredential } = ccf;
  return { ccfRoot, ccfTrust, registrationCredential, label: 'by hand', ...change };
};
const NOWHERE = { host: '192.0.2.7', port: 8443, path: '/weather', notificationDestination: undefined };

test('its service API is published at its address, and it is subscribed at its destination', async () => {
  const events = new Events();
  const notificationDestination = 'https://192.0.2.7:9443/told';
  const api = await enrolOnBehalf(at({ observer: events.observer }), { ...NOWHERE, notificationDestination });
  expect(api).toMatchObject({ host: '192.0.2.7', port: 8443, path: '/weather' });
  const [published, ...others] = ccf.serviceApis();
  expect(others).toEqual([]);
  expect(published).toMatchObject({ apiId: api.apiId, description: { apiName: api.apiName } });
  expect(published?.description.aefProfiles).toMatchObject([
    { aefId: api.aefId, interfaceDescriptions: [{ ipv4Addr: '192.0.2.7', port: 8443 }] },
  ]);
  expect(ccf.subscriptions().map(({ details }) => [details.events, details.notificationDestination])).toEqual([
    [['API_INVOKER_OFFBOARDED'], notificationDestination],
  ]);
  expect(breachesIn(requestsIn(events))).toEqual([]);
});

test('an API invoker can have a security context for it, by each method', async () => {
  const api = await enrolOnBehalf(at(), NOWHERE);
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  for (const method of ['PSK', 'PKI', 'OAUTH'] as const) {
    expect((await invoker.secureWith(method, api)).response?.status).toBeLessThan(300);
  }
  expect(ccf.vouchesFor(invoker.apiInvokerId ?? '')).toBe(true);
});

test('without a destination it is subscribed nowhere', async () => {
  await enrolOnBehalf(at(), NOWHERE);
  expect(ccf.subscriptions()).toEqual([]);
});

test('a CCF that refuses is told with its answer, and without the credential', async () => {
  const attempt = enrolOnBehalf(at({ registrationCredential: 'not-the-credential' }), NOWHERE);
  await expect(attempt).rejects.toThrow(/registrations was answered 40[13]/);
  await expect(attempt).rejects.not.toThrow(/not-the-credential/);
  expect([ccf.serviceApis(), ccf.subscriptions()]).toEqual([[], []]);
});
