/** AEF_Security_API, check-authentication (TS 33.122 6.5.2.1): an API invoker announces itself before its first TLS-PSK handshake. */

import type { Aef } from '../../../../simulators/aef/aef.ts';
import { paths } from '../../../../simulators/capif/paths.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, breachesIn, invokerOf } from '../nodes.ts';

let ccf: Ccf;
let aef: Aef;
test.beforeEach(async () => {
  ccf = await startCcf();
  aef = await aefOf(ccf);
});
test.afterEach(async () => {
  await aef.close();
  await ccf.close();
});

test('the AEF obtains the AEFPSK, says so, and the handshake that follows finds it', async () => {
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  await invoker.secureWith('PSK', aef.serviceApi);
  expect(aef.trusts(invoker.apiInvokerId ?? '')).toBe(false);
  const exchange = await invoker.initiateAuthentication(aef.serviceApi);
  expect(exchange.response?.status).toBe(200);
  expect(breachesIn([exchange])).toEqual([]);
  expect((await invoker.invoke('PSK', aef.serviceApi)).response?.status).toBe(200);
});

test('an API invoker of which the CCF has no security context is not known: 404', async () => {
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  const exchange = await invoker.initiateAuthentication(aef.serviceApi);
  expect(exchange.response?.status).toBe(404);
  expect(breachesIn([exchange])).toEqual([]);
});

test('one that has been offboarded meanwhile is forgotten by being announced: 404', async () => {
  const mute = await startCcf({ directions: { notifiesOfOffboarding: false } });
  const untold = await aefOf(mute);
  const invoker = invokerOf(mute);
  await invoker.onboard();
  await invoker.secureWith('PSK', untold.serviceApi);
  await invoker.initiateAuthentication(untold.serviceApi);
  const id = invoker.apiInvokerId ?? '';
  expect(untold.trusts(id)).toBe(true);
  await invoker.offboard();
  expect(await announce(untold, mute, JSON.stringify({ apiInvokerId: id, supportedFeatures: '0' }))).toBe(404);
  expect(untold.trusts(id)).toBe(false);
  await untold.close();
  await mute.close();
});

test('what is no request of that kind is malformed: 400', async () => {
  for (const body of ['', 'no JSON', '{}', '{"apiInvokerId":1,"supportedFeatures":"0"}', '[]']) {
    expect(await announce(aef, ccf, body), body).toBe(400);
  }
});

test('while the CCF cannot be asked, the AEF cannot tell: 503', async () => {
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  await invoker.secureWith('PSK', aef.serviceApi);
  await ccf.close();
  expect((await invoker.initiateAuthentication(aef.serviceApi)).response?.status).toBe(503);
});

test('an API invoker that is not onboarded has nothing to announce', async () => {
  await expect(invokerOf(ccf).initiateAuthentication(aef.serviceApi)).rejects.toThrow(/onboard\(\)/);
});

async function announce({ serviceApi: { host, port } }: Aef, { trust }: Ccf, body: string) {
  const session = await connect({ host, port, label: 'somebody', trust: [trust] });
  const headers = { 'content-type': 'application/json' };
  const { response } = await session.request({ method: 'POST', path: paths.checkAuthentication(), headers, body });
  await session.close();
  return response?.status;
}
