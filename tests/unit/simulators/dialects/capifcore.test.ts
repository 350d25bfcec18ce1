import { startAef } from '../../../../simulators/aef/aef.ts';
import { CAPIFCORE } from '../../../../simulators/dialects/capifcore.ts';
import type { Dialect } from '../../../../simulators/dialects/dialect.ts';
import { TS29222 } from '../../../../simulators/dialects/ts29222.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type { Listener } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';

/** Answers as capifcore does, as far as the dialect is about it: no certificates, a PUT that wants the ID, tokens with 201. */
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const form = pathname.endsWith('/token');
  const body: Record<string, unknown> = form || request.method === 'DELETE' ? {} : JSON.parse(await request.text());
  const created = (value: object, id: string) =>
    Response.json(value, { status: 201, headers: { location: `${request.url}/${id}` } });
  if (form)
    return Response.json({ access_token: 'a.b.c-token', token_type: 'Bearer', expires_in: 60 }, { status: 201 });
  if (pathname.endsWith('/onboardedInvokers'))
    return created({ ...body, apiInvokerId: 'api_invoker_id_1', apiList: null }, 'api_invoker_id_1');
  if (request.method === 'PUT' && pathname.includes('/onboardedInvokers/')) {
    return Response.json(body, { status: body.apiInvokerId === 'api_invoker_id_1' ? 200 : 400 });
  }
  if (pathname.endsWith('/registrations')) {
    const functions = Array.isArray(body.apiProvFuncs) ? body.apiProvFuncs : [];
    return created(
      { ...body, apiProvFuncs: functions.map((one) => ({ ...one, apiProvFuncId: `${one.apiProvFuncRole}_1` })) },
      'domain',
    );
  }
  if (pathname.endsWith('/service-apis')) return created({ ...body, apiId: 'api_id_1' }, 'api_id_1');
  if (request.method === 'DELETE') return new Response(null, { status: 204 });
  return created(body, 'resource');
}

let server: Listener;
let trust: string;
test.beforeAll(async () => {
  const authority = await createAuthority('CA of the operator');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'ccf', hosts: ['127.0.0.1'] });
  trust = authority.certificate;
  server = await listen({ label: 'ccf', identity: { certificate, key: privateKey }, answer });
});
test.afterAll(() => server.close());

function invokerOf(tolerated: string[] = [], dialect: Dialect = CAPIFCORE) {
  const onTolerated = ({ id }: { readonly id: string }) => void tolerated.push(id);
  const apiRoot = `https://127.0.0.1:${server.port}`;
  return createInvoker({ apiRoot, trust, onboardingCredential: 'any', label: 'invoker', dialect, onTolerated });
}

function aefOf(tolerated: string[], dialect: Dialect = CAPIFCORE) {
  const onTolerated = ({ id }: { readonly id: string }) => void tolerated.push(id);
  const ccfRoot = `https://127.0.0.1:${server.port}`;
  return startAef({
    ccfRoot,
    ccfTrust: trust,
    registrationCredential: 'any',
    label: 'aef',
    dialect,
    onTolerated,
    notifier: 'verified',
    capif3: 'nds-ip',
  });
}

test('an API invoker without a certificate goes on, and says so', async () => {
  const tolerated: string[] = [];
  const invoker = invokerOf(tolerated);
  await invoker.onboard();
  expect(tolerated).toEqual(['no-certificates']);
  const session = await invoker.openSession();
  expect((await invoker.offboard(session)).response?.status).toBe(204);
  await session.close();
});

test('without the dialect it stops at the missing certificate', async () => {
  const invoker = invokerOf([], TS29222);
  await invoker.onboard();
  await expect(invoker.openSession()).rejects.toThrow('no API invoker certificate');
});

test('a replaced profile repeats the ID, a token may come with 201; both are said', async () => {
  const tolerated: string[] = [];
  const invoker = invokerOf(tolerated);
  await invoker.onboard();
  expect((await invoker.replaceProfile()).response?.status).toBe(200);
  const aef = await aefOf([]);
  await invoker.secureWith('OAUTH', aef.serviceApi);
  await invoker.requestToken({ withSecret: false });
  expect(invoker.snapshot().accessToken).toBe('a.b.c-token');
  expect(tolerated).toEqual(['no-certificates', 'id-in-profile', 'token-created']);
  await aef.close();
});

test('an AEF makes a certificate of its own, by which the API invoker finds it, and takes a notification by PUT', async () => {
  const tolerated: string[] = [];
  const aef = await aefOf(tolerated);
  expect(aef.serviceApi.trust).toContain('BEGIN CERTIFICATE');
  const { host, port } = aef.serviceApi;
  const session = await connect({ host, port, label: 'caller', trust: [aef.serviceApi.trust ?? ''] });
  await session.close();

  const { hostname, port: notifications, pathname } = new URL(aef.notificationDestination);
  const notifier = await connect({ host: hostname, port: Number(notifications), tls: false, label: 'notifier' });
  const body = JSON.stringify({
    subscriptionId: '1',
    events: 'API_INVOKER_OFFBOARDED',
    eventDetail: { apiInvokerIds: ['x'] },
  });
  const notify = (method: string) =>
    notifier.request({ method, path: pathname, headers: { 'content-type': 'application/json' }, body });
  expect((await notify('PUT')).response?.status).toBe(204);
  expect(tolerated).toEqual(['no-certificates', 'notification-by-put']);
  await notifier.close();
  await aef.close();
});

test('without the dialect an AEF refuses a CCF that certifies nobody', async () => {
  await expect(aefOf([], TS29222)).rejects.toThrow('issued no apiProvCert');
});
