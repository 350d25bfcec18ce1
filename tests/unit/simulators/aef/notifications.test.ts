import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import type { ConnectOptions, TlsIdentity } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

const offboarded = (apiInvokerId: string) => ({
  subscriptionId: 'SUB1',
  events: 'API_INVOKER_OFFBOARDED',
  eventDetail: { apiInvokerIds: [apiInvokerId] },
});

/** Posts a notification to the AEF as whoever the options make us. */
async function notify(
  aef: Aef,
  body: unknown,
  options: Partial<ConnectOptions> = {},
  contentType = 'application/json',
) {
  const { protocol, hostname, port, pathname } = new URL(aef.notificationDestination);
  const tls = protocol === 'https:';
  const session = await connect({
    host: hostname,
    port: Number(port),
    label: 'notifier',
    tls,
    trust: [ccf.trust],
    ...options,
  });
  const exchange = await session.request({
    method: 'POST',
    path: pathname,
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await session.close();
  return exchange.response?.status;
}

/** Certified by `authority` as the CCF is. */
async function namesake(commonName: string): Promise<TlsIdentity> {
  const { publicKey, privateKey } = await generateKeyPair();
  const authority = await createAuthority('CAPIF CA');
  return { certificate: (await authority.issue({ publicKey, commonName })).certificate, key: privateKey };
}

test("a forged notification is refused and deletes nothing: no certificate, an invoker's, one of another CA", async () => {
  const aef = await aefOf(ccf);
  const [victim, forger] = [await callerOf(ccf, aef, 'PKI'), await callerOf(ccf, aef, 'PKI')];
  const body = offboarded(victim.id);
  expect(await notify(aef, body)).toBe(403);
  expect(await notify(aef, body, { identity: forger.snapshot().certificate })).toBe(403);
  expect(await notify(aef, body, { identity: await namesake('ccf') })).toBe(403);
  expect((await victim.invoke('PKI', aef.serviceApi)).response?.status).toBe(200);
  await aef.close();
});

test.describe('where NDS/IP protects CAPIF-3', () => {
  let aef: Aef;
  test.beforeAll(async () => {
    aef = await aefOf(ccf, { capif3: 'nds-ip' });
  });
  test.afterAll(() => aef.close());

  test('notifications come over plain HTTP and are acknowledged, repeated ones too', async () => {
    expect(aef.notificationDestination).toMatch(/^http:/);
    const invoker = await callerOf(ccf, aef, 'PKI');
    for (const _ of ['first', 'repeated']) expect(await notify(aef, offboarded(invoker.id))).toBe(204);
    expect(aef.trusts(invoker.id)).toBe(false);
  });

  test('one about an unknown invoker is acknowledged and harms nobody', async () => {
    const bystander = await callerOf(ccf, aef, 'PKI');
    expect(await notify(aef, offboarded('INVunknown'))).toBe(204);
    expect((await bystander.invoke('PKI', aef.serviceApi)).response?.status).toBe(200);
  });

  test('deleted means deleted until the CCF vouches for the invoker anew', async () => {
    const invoker = await callerOf(ccf, aef, 'PKI');
    await notify(aef, offboarded(invoker.id));
    // The CCF, which never offboarded this invoker, still answers 200: so the AEF may trust it again.
    expect((await invoker.invoke('PKI', aef.serviceApi)).response?.status).toBe(200);
  });

  for (const [name, body, status, contentType] of [
    ['another event', { ...offboarded('ID'), events: 'API_INVOKER_UPDATED' }, 204, undefined],
    ['nobody named', { ...offboarded('ID'), eventDetail: {} }, 400, undefined],
    ['no EventNotification', { events: ['API_INVOKER_OFFBOARDED'] }, 400, undefined],
    ['no JSON', '{', 400, undefined],
    ['another media type', offboarded('ID'), 415, 'text/plain'],
  ] as const) {
    test(`${name}: ${status}, and nothing is deleted`, async () => {
      const invoker = await callerOf(ccf, aef, 'PKI');
      const named = JSON.parse(JSON.stringify(body).replaceAll('"ID"', JSON.stringify(invoker.id)));
      expect(await notify(aef, named, {}, contentType)).toBe(status);
      expect(aef.trusts(invoker.id)).toBe(true);
    });
  }
});

test("a status of one's own: a failure is answered and nothing done, a success acknowledges", async () => {
  let status = 503;
  const aef = await aefOf(ccf, { capif3: 'nds-ip', notificationStatus: () => status });
  const invoker = await callerOf(ccf, aef, 'PKI');
  expect(await notify(aef, offboarded(invoker.id))).toBe(503);
  expect(aef.trusts(invoker.id)).toBe(true);
  status = 200;
  expect(await notify(aef, offboarded(invoker.id))).toBe(200);
  expect(aef.trusts(invoker.id)).toBe(false);
  await aef.close();
});

test("down, its port refuses connections; up again, it is the same port and the CCF's next attempt arrives", async () => {
  const events = new Events();
  const aef = await aefOf(ccf, { observer: events.observer });
  const invoker = await callerOf(ccf, aef, 'PKI');
  await aef.goDown();
  await expect(notify(aef, offboarded('INVx'))).rejects.toMatchObject({ failure: { cause: 'connection-refused' } });
  await invoker.offboard();
  await aef.comeUp();
  expect((await events.notified(invoker.id)).response?.status).toBe(204);
  expect(aef.trusts(invoker.id)).toBe(false);
  await aef.close();
});

test('an impostor endpoint shows a certificate of another CA, and a careful CCF tells it nothing', async () => {
  const [impostorEvents, genuineEvents] = [new Events(), new Events()];
  const genuine = await aefOf(ccf, { observer: genuineEvents.observer });
  const impostor = await aefOf(ccf, { impostor: true, observer: impostorEvents.observer });
  await expect(notify(impostor, offboarded('INVx'))).rejects.toMatchObject({ failure: { cause: 'untrusted' } });
  const invoker = await callerOf(ccf, genuine, 'PKI');
  await impostor.prepareFor(invoker.id);
  const ghost = ghostOf(ccf, invoker);
  await invoker.offboard();
  await genuineEvents.notified(invoker.id);
  await impostorEvents.next((event) =>
    event.kind === 'connect-failed' && event.side === 'server' ? event : undefined,
  );
  expect(impostorEvents.all.filter((event) => event.kind === 'exchange' && event.side === 'server')).toEqual([]);
  expect((await ghost.invoke('PKI', genuine.serviceApi)).response?.status).toBe(401);
  await Promise.all([genuine.close(), impostor.close()]);
});
