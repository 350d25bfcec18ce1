import { X509Certificate } from 'node:crypto';
import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createInvoker, MissingCredential } from '../../../../simulators/invoker/invoker.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, breachesIn, callerOf, Events, invokerOf, requestsIn } from '../nodes.ts';

let ccf: Ccf;
let aef: Aef;
test.beforeAll(async () => {
  ccf = await startCcf();
  aef = await aefOf(ccf);
});
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

for (const enrolment of ['csr', 'public-key'] as const) {
  test(`onboarding by ${enrolment} gives identity, certificate of the own key, and secret`, async () => {
    const invoker = invokerOf(ccf, { enrolment });
    expect(invoker.apiInvokerId).toBeUndefined();
    const { request, response } = await invoker.onboard();
    expect(response?.status).toBe(201);
    expect(request.body.includes('CERTIFICATE REQUEST')).toBe(enrolment === 'csr');
    const { identity, certificate, onboardingSecret } = invoker.snapshot();
    expect(invoker.resource).toBe(`/api-invoker-management/v1/onboardedInvokers/${invoker.onboardingId}`);
    expect(identity?.apiInvokerId).toBe(invoker.apiInvokerId);
    expect(new X509Certificate(certificate?.certificate ?? '').subject).toBe(`CN=${invoker.apiInvokerId}`);
    expect(onboardingSecret).toBeTruthy();
  });
}

test('a refused onboarding leaves the invoker as it was', async () => {
  const invoker = invokerOf(ccf, { onboardingCredential: 'wrong' });
  expect((await invoker.onboard()).response?.status).toBe(401);
  expect(invoker.snapshot()).toEqual({ context: [], aefPsks: new Map() });
});

test("the profile can be modified and replaced, on a session of the caller's that stays open", async () => {
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  const session = await invoker.openSession();
  for (const act of [invoker.discover, invoker.modifyProfile, invoker.replaceProfile]) {
    const { response, connection } = await act(session);
    expect(response?.status).toBe(200);
    expect(connection).toBe(session.connection);
  }
  expect(session.open).toBe(true);
  await session.close();
});

test('it subscribes to events for a moment, after which the CCF has no subscription more, session or none', async () => {
  const before = ccf.subscriptions().length;
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  const session = await invoker.openSession();
  for (const given of [session, undefined]) {
    const { response } = await invoker.subscribeForAMoment(given);
    expect(response?.status).toBe(201);
    expect(ccf.subscriptions()).toHaveLength(before);
  }
  await session.close();
});

test('a token is granted with the onboarding secret and without', async () => {
  const invoker = await callerOf(ccf, aef, 'OAUTH');
  const first = invoker.snapshot().accessToken;
  const without = await invoker.requestToken({ withSecret: false });
  expect(without.response?.status).toBe(200);
  expect(without.request.body).not.toContain('client_secret');
  expect(invoker.snapshot().accessToken).not.toBe(first);
});

test('one context may name several AEFs; each has an AEFPSK of its own', async () => {
  const other = await aefOf(ccf, { label: 'aef-2' });
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  await invoker.secureWith('PSK', [aef.serviceApi, other.serviceApi]);
  for (const each of [aef, other]) {
    await each.prepareFor(invoker.apiInvokerId ?? '');
    expect((await invoker.invoke('PSK', each.serviceApi)).response?.status).toBe(200);
  }
  const keys = [...invoker.snapshot().aefPsks.values()].map((key) => key.toString('hex'));
  expect(new Set(keys).size).toBe(2);
  await other.close();
});

test('AEFPSKs are for TLS 1.2 without tickets: over a session of TLS 1.3 the CCF refuses, and none is kept', async () => {
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  const session = await invoker.openSession({ minVersion: 'TLSv1.3' });
  expect((await invoker.secureWith('PSK', aef.serviceApi, session)).response?.status).toBe(403);
  await session.close();
  expect(invoker.snapshot().aefPsks.size).toBe(0);
  await expect(invoker.invoke('PSK', aef.serviceApi)).rejects.toThrow(
    /no AEFPSK for AEF\w+; call secureWith\('PSK', api\) first/,
  );
});

test('what needs a credential that is not held says which, and what to do first', async () => {
  const invoker = invokerOf(ccf);
  for (const [attempt, says] of [
    [() => invoker.openSession(), /no API invoker certificate; call onboard\(\) first/],
    [() => invoker.discover(), /no API invoker ID/],
    [() => invoker.offboard(), /no API invoker certificate/],
    [() => invoker.requestToken({ withSecret: true }), /no API invoker ID/],
    [() => invoker.invoke('OAUTH', aef.serviceApi), /no access token; call requestToken\(\) first/],
  ] as const) {
    const error = await thrownBy(attempt);
    expect(error).toBeInstanceOf(MissingCredential);
    expect(String(error)).toMatch(says);
  }
});

test('an impostor CCF, certified by another CA, gets no request', async () => {
  const impostorEvents = new Events();
  const impostor = await startCcf({ observer: impostorEvents.observer });
  const invoker = invokerOf(impostor, { trust: (await createAuthority('CAPIF CA')).certificate });
  await expect(invoker.onboard()).rejects.toMatchObject({ failure: { cause: 'untrusted' } });
  await impostorEvents.next((event) => (event.kind === 'connect-failed' ? event : undefined));
  expect(impostorEvents.all.filter(({ kind }) => kind === 'exchange')).toEqual([]);
  await impostor.close();
});

test('everything it says, and is told, conforms to TS 29.222', async () => {
  const events = new Events();
  const invoker = await callerOf(ccf, aef, 'OAUTH', { observer: events.observer });
  await invoker.discover();
  await invoker.modifyProfile();
  await invoker.replaceProfile();
  await invoker.subscribeForAMoment();
  await invoker.offboard();
  const exchanges = requestsIn(events);
  expect(exchanges.length).toBeGreaterThanOrEqual(10);
  expect(breachesIn(exchanges)).toEqual([]);
});

test('every secret is announced the moment it is there', async () => {
  const announced: string[] = [];
  const onSecret = (_kind: string, value: string | Buffer) => announced.push(value.toString('hex'));
  for (const method of ['PSK', 'OAUTH'] as const) {
    const invoker = await callerOf(ccf, aef, method, { onSecret });
    const { certificate, onboardingSecret, aefPsks, accessToken } = invoker.snapshot();
    const held = [
      certificate?.key,
      onboardingSecret,
      accessToken,
      ...[...aefPsks.values()].map((key) => key.toString('hex')),
    ];
    for (const secret of held) if (secret !== undefined) expect(announced).toContain(secret);
  }
});

async function thrownBy(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt();
  } catch (error) {
    return error;
  }
}

for (const [name, information, says] of [
  ['null for what it has none of', { apiInvokerCertificate: null, onboardingSecret: null }, undefined],
  ['a certificate that is none', { apiInvokerCertificate: 'certificate' }, /is no certificate/],
] as const) {
  test(`onboarding is taken up where the CCF answers ${name}`, async () => {
    const authority = await createAuthority('Odd CA');
    const { publicKey, privateKey } = await generateKeyPair();
    const { certificate } = await authority.issue({ publicKey, commonName: 'odd', hosts: ['127.0.0.1'] });
    const listener = await listen({
      host: '127.0.0.1',
      label: 'odd CCF',
      identity: { certificate, key: privateKey },
      answer: async () =>
        Response.json(
          { apiInvokerId: 'INV1', onboardingInformation: information },
          { status: 201, headers: { location: '/api-invoker-management/v1/onboardedInvokers/ONB1' } },
        ),
    });
    const invoker = createInvoker({
      label: 'invoker',
      apiRoot: `https://127.0.0.1:${listener.port}`,
      trust: [authority.certificate],
      onboardingCredential: 'credential',
    });
    const onboarding = invoker.onboard();
    await (says === undefined ? onboarding : expect(onboarding).rejects.toThrow(says));
    // So that whoever cleans up knows whom to remove.
    expect(invoker.apiInvokerId).toBe('INV1');
    expect(invoker.snapshot()).toMatchObject({ certificate: undefined, onboardingSecret: undefined });
    await listener.close();
  });
}
