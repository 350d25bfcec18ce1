import { startAef } from '../../../../simulators/aef/aef.ts';
import { register } from '../../../../simulators/aef/registration.ts';
import { DiscoveredAPIs } from '../../../../simulators/capif/publish.ts';
import { helloPath, serviceApisOf } from '../../../../simulators/capif/service-api.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, breachesIn, callerOf, Events, invokerOf, requestsIn } from '../nodes.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

test('its API is discovered as it is served', async () => {
  const aef = await aefOf(ccf, { apiName: 'greetings' });
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  const found = serviceApisOf(DiscoveredAPIs.parse(JSON.parse((await invoker.discover()).response?.body ?? '')));
  expect(found).toContainEqual({ ...aef.serviceApi, path: helloPath(aef.serviceApi) });
  expect((await aef.publish()).response?.status).toBe(200);
  await aef.close();
});

test('everything it says to the CCF, and the CCF to it, conforms to TS 29.222', async () => {
  const events = new Events();
  const aef = await aefOf(ccf, { observer: events.observer });
  await callerOf(ccf, aef, 'OAUTH');
  await aef.publish();
  await aef.close();
  const exchanges = requestsIn(events);
  expect(exchanges.length).toBeGreaterThanOrEqual(6);
  expect(breachesIn(exchanges)).toEqual([]);
});

test('closing takes subscription, service API and registration back, and ends its ports', async () => {
  const events = new Events();
  const aef = await aefOf(ccf, { observer: events.observer });
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  await aef.close();
  const farewell = requestsIn(events).flatMap(({ request, response }) =>
    request.method === 'DELETE' ? [response?.status] : [],
  );
  expect(farewell).toEqual([204, 204, 204]);
  await expect(invoker.invoke('PKI', aef.serviceApi)).rejects.toMatchObject({
    failure: { cause: 'connection-refused' },
  });
});

test('one that was registered by other means acts as what was issued, and can take its registration back', async () => {
  const onboarded = { ccfRoot: ccf.apiRoot, ccfTrust: ccf.trust, registrationCredential: ccf.registrationCredential };
  const { aef: own, apf, amf, resource } = await register({ ...onboarded, label: 'operator' }, ['127.0.0.1']);
  if (apf.identity === undefined || amf.identity === undefined) throw new Error('our CCF issues certificates to all');
  const domain = {
    aef: { id: own.id, ...own.identity },
    apf: { id: apf.id, ...apf.identity },
    amf: { id: amf.id, ...amf.identity },
    resource,
  };
  const events = new Events();
  const aef = await startAef({
    ccfRoot: ccf.apiRoot,
    ccfTrust: ccf.trust,
    label: 'aef',
    notifier: 'verified',
    domain,
    observer: events.observer,
  });
  expect({ aefId: aef.aefId, apfId: aef.apfId }).toEqual({ aefId: own.id, apfId: apf.id });
  expect((await aef.subscribe()).response?.status).toBe(201);
  expect(await aef.close()).toEqual([]);
  const posts = requestsIn(events).filter(({ request }) => request.method === 'POST');
  expect(posts.map(({ request }) => request.target).join()).not.toContain('registrations');
});

test('closing does not depend on a CCF that is still there', async () => {
  const gone = await startCcf();
  const aef = await aefOf(gone);
  await gone.close();
  await aef.close();
});

test('a refused registration says what the CCF answered, and no secret', async () => {
  const attempt = startAef({
    ccfRoot: ccf.apiRoot,
    ccfTrust: ccf.trust,
    registrationCredential: 'wrong-credential',
    label: 'aef',
  });
  const error = await attempt.catch(String);
  expect(error).toMatch(/POST \/api-provider-management\/v1\/registrations was answered 40[13] .*, instead of 201/);
  expect(error).not.toContain('wrong-credential');
});

test('a host that cannot be published is refused before anything is opened', async () => {
  await expect(aefOf(ccf, { advertise: 'localhost' })).rejects.toThrow(/fully qualified domain name/);
});

test('every secret is announced the moment it is there', async () => {
  const secrets: [string, string][] = [];
  const aef = await aefOf(ccf, { onSecret: (kind, value) => secrets.push([kind, value.toString('hex')]) });
  const invoker = await callerOf(ccf, aef, 'PSK');
  const key = aef.aefPskOf(invoker.id)?.toString('hex');
  expect(secrets).toContainEqual(['AEFPSK', key]);
  expect(secrets.filter(([kind]) => kind.startsWith('private key'))).toHaveLength(3);
  await aef.close();
});
