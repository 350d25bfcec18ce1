import { startAef } from '../../../../simulators/aef/aef.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { Dialect, ToleranceSink } from '../../../../simulators/dialects/dialect.ts';
import { OPENCAPIF } from '../../../../simulators/dialects/opencapif.ts';
import { TS29222 } from '../../../../simulators/dialects/ts29222.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import type { HttpExchange, WireEvent } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf({ dialect: 'opencapif' });
});
test.afterAll(() => ccf.close());

function invokerOf(provider = ccf.provider, dialect: Dialect = OPENCAPIF) {
  const exchanges: HttpExchange[] = [];
  const observer = (event: WireEvent) => {
    if (event.kind === 'exchange') exchanges.push(event);
  };
  const { apiRoot, trust, onboardingCredential } = ccf;
  const invoker = createInvoker({
    apiRoot,
    trust,
    onboardingCredential,
    label: 'invoker',
    provider,
    dialect,
    observer,
  });
  return { invoker, exchanges };
}

function aefOf(onTolerated?: ToleranceSink) {
  return startAef({
    ccfRoot: ccf.apiRoot,
    ccfTrust: ccf.trust,
    label: 'aef',
    provider: ccf.provider,
    dialect: OPENCAPIF,
    onTolerated,
  });
}

test('an API invoker gets its token from the register service, onboards, and is offboarded with its certificate', async () => {
  const { invoker, exchanges } = invokerOf();
  expect((await invoker.onboard()).response?.status).toBe(201);
  expect(exchanges.map(({ request }) => request.target).slice(0, 3)).toEqual(['/login', '/createUser', '/getauth']);
  expect(invoker.apiInvokerId).toMatch(/^INV/);
  expect(invoker.onboardingId).toBe(invoker.apiInvokerId);
  expect(invoker.snapshot().onboardingSecret).toBeUndefined();
  expect((await invoker.offboard()).response?.status).toBe(204);
});

test('the credential of TS 29.222 does not open onboarding there', async () => {
  const { invoker } = invokerOf(ccf.provider, TS29222);
  expect((await invoker.onboard()).response?.status).toBe(401);
});

test('a wrong password is told as what it is, without the password', async () => {
  const { username = '', register = '' } = ccf.provider;
  const { invoker } = invokerOf({ register, username, password: 'not-the-password' });
  const refused = invoker.onboard();
  await expect(refused).rejects.toThrow('answered GET /getauth with 401; check identity.provider');
  await expect(refused).rejects.not.toThrow('not-the-password');
});

test('an AEF that is failed for asking less asks for both flags, says that it had to, and lets the AMF deregister', async () => {
  const tolerated: string[] = [];
  const aef = await aefOf(({ id }) => tolerated.push(id));
  expect((await aef.subscribe()).response?.status).toBe(201);
  const { invoker } = invokerOf();
  await invoker.onboard();
  await invoker.secureWith('OAUTH', aef.serviceApi);
  const { apiInvokerId = '' } = invoker;
  const exchange = await aef.trustedInvoker(apiInvokerId, { authorizationInfo: true });
  expect(exchange.response?.status).toBe(200);
  expect(exchange.request.target).toContain('authenticationInfo=true&authorizationInfo=true');
  expect(tolerated).toEqual(['both-flags']);
  await aef.trustedInvoker(apiInvokerId, { authenticationInfo: true, authorizationInfo: true });
  expect(tolerated, 'nothing is put up with where both were wanted').toEqual(['both-flags']);
  await aef.close();
  expect(ccf.serviceApis().filter(({ apfId }) => apfId === aef.apfId)).toEqual([]);
});

test('what TS 29.222 leaves optional is demanded, and errors are plain JSON', async () => {
  const { invoker } = invokerOf();
  await invoker.onboard();
  const session = await invoker.openSession();
  const { resource = '' } = invoker;
  const headers = { 'content-type': 'application/json' };
  const answer = await session.request({ method: 'PUT', path: resource, headers, body: '{}' });
  await session.close();
  expect(answer.response?.status).toBe(400);
  expect(answer.response?.body).toContain('supportedFeatures not present');
  expect(answer.response?.headers['content-type']).toBe('application/json');
});

test('a certificate of the wrong role is turned away by the front', async () => {
  const aef = await aefOf();
  const { invoker } = invokerOf();
  await invoker.onboard();
  const session = await invoker.openSession();
  const { response } = await session.request({ method: 'GET', path: `/published-apis/v1/${aef.apfId}/service-apis` });
  expect(response?.status).toBe(401);
  expect(response?.headers['content-type']).toBe('text/plain');
  await session.close();
  await aef.close();
});

test('a client_secret is not looked at beside the certificate, as its own client has nothing to show', async () => {
  const aef = await aefOf();
  const { invoker } = invokerOf();
  await invoker.onboard();
  await invoker.secureWith('OAUTH', aef.serviceApi);
  const { apiInvokerId = '' } = invoker;
  const session = await invoker.openSession();
  const form = { grant_type: 'client_credentials', client_id: apiInvokerId, client_secret: 'string' };
  const { response } = await session.request({
    method: 'POST',
    path: `/capif-security/v1/securities/${apiInvokerId}/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  expect(response?.status).toBe(200);
  await session.close();
  await aef.close();
});
