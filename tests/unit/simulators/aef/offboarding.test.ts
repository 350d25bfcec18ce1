import type { Aef } from '../../../../simulators/aef/aef.ts';
import { OFFBOARDING } from '../../../../simulators/aef/offboarding.ts';
import { SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { WireError } from '../../../../simulators/wire/facts.ts';
import type { ClientSession } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';

let ccf: Ccf;
let aef: Aef;
let events: Events;
test.beforeAll(async () => {
  ccf = await startCcf();
  events = new Events();
  aef = await aefOf(ccf, { observer: events.observer });
});
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

test('the table has the steps of the clause in its order', () => {
  expect(OFFBOARDING.map(({ step }) => step)).toEqual([8, 8, 9, 10]);
});

for (const method of SECURITY_METHODS) {
  test(`${method}: after the acknowledgement the old credential is worth nothing, now and later`, async () => {
    const invoker = await callerOf(ccf, aef, method);
    const ghost = ghostOf(ccf, invoker);
    const id = invoker.id;
    await invoker.offboard();

    expect((await events.notified(id)).response?.status).toBe(204);
    expect(aef.trusts(id)).toBe(false);
    expect(aef.aefPskOf(id)).toBeUndefined();
    for (const attempt of [1, 2]) {
      const seen = await ghost.invoke(method, aef.serviceApi).then(
        ({ response }) => response?.status,
        (error: unknown) => (error instanceof WireError ? error.failure.alert?.name : String(error)),
      );
      expect(seen, `attempt ${attempt}`).toBe(method === 'PSK' ? 'unknown_psk_identity' : 401);
      expect((await aef.prepareFor(id)).response?.status).toBe(404);
    }
  });

  test(`${method}: all its connections are ended with close_notify before the acknowledgement; a bystander's stay`, async () => {
    const [invoker, bystander] = [await callerOf(ccf, aef, method), await callerOf(ccf, aef, method)];
    const [first, second, other] = [
      await invoker.openServiceSession(method, aef.serviceApi),
      await invoker.openServiceSession(method, aef.serviceApi),
      await bystander.openServiceSession(method, aef.serviceApi),
    ];
    // With a token only a request tells whose connection it is; with the other methods the handshake does.
    if (method === 'OAUTH') for (const open of [first, second]) await invoker.invoke(method, aef.serviceApi, open);
    await invoker.offboard();

    const acknowledged = await events.notified(invoker.id);
    for (const open of [first, second]) {
      const end = await open.peerEnd(2000);
      expect(end).toMatchObject({ signal: 'close_notify' });
      expect(end?.at).toBeLessThan(acknowledged.responseAt ?? 0);
    }
    expect(other.open).toBe(true);
    expect((await bystander.invoke(method, aef.serviceApi, other)).response?.status).toBe(200);
    expect((await bystander.invoke(method, aef.serviceApi)).response?.status).toBe(200);
    await Promise.all([first, second, other].map((session) => session.close()));
  });
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`PKI over ${version}: an ended TLS session cannot be resumed; a bystander is served as before`, async () => {
    // A port that takes TLS-PSK gives no session tickets, so TLS 1.3 could not be resumed at all.
    const seen = new Events();
    const ticketing = await aefOf(ccf, { methods: ['PKI', 'OAUTH'], observer: seen.observer });
    const { serviceApi } = ticketing;
    const [invoker, bystander] = [await callerOf(ccf, ticketing, 'PKI'), await callerOf(ccf, ticketing, 'PKI')];
    const ghost = ghostOf(ccf, invoker);
    const open = await ghost.openServiceSession('PKI', serviceApi, { minVersion: version, maxVersion: version });
    await ghost.invoke('PKI', serviceApi, open);
    const wished = { minVersion: version, maxVersion: version, resume: resumptionOf(open) };
    const before = await ghost.openServiceSession('PKI', serviceApi, wished);
    expect(before.facts?.resumed).toBe(true);
    expect((await ghost.invoke('PKI', serviceApi, before)).response?.status).toBe(200);

    await invoker.offboard();
    await seen.notified(invoker.id);

    const after = await ghost.openServiceSession('PKI', serviceApi, wished);
    expect(after.facts?.resumed).toBe(false);
    expect((await ghost.invoke('PKI', serviceApi, after)).response?.status).toBe(401);
    expect((await bystander.invoke('PKI', serviceApi)).response?.status).toBe(200);
    await Promise.all([open, before, after].map((session) => session.close()));
    await ticketing.close();
  });
}

function resumptionOf(session: ClientSession): Buffer {
  const resume = session.resumption();
  if (resume === undefined) throw new Error('the AEF gave nothing to resume the session by');
  return resume;
}

test('PSK: an ended TLS session cannot be resumed', async () => {
  const invoker = await callerOf(ccf, aef, 'PSK');
  const ghost = ghostOf(ccf, invoker);
  const open = await ghost.openServiceSession('PSK', aef.serviceApi);
  await ghost.invoke('PSK', aef.serviceApi, open);
  const resume = resumptionOf(open);
  const before = await ghost.openServiceSession('PSK', aef.serviceApi, { resume });
  expect(before.facts?.resumed).toBe(true);
  await invoker.offboard();
  await events.notified(invoker.id);
  await expect(ghost.openServiceSession('PSK', aef.serviceApi, { resume })).rejects.toMatchObject({
    failure: { alert: { name: 'unknown_psk_identity' } },
  });
  await Promise.all([open, before].map((session) => session.close()));
});

test('an invoker that never closes its own end does not hold the acknowledgement up for long', async () => {
  const invoker = await callerOf(ccf, aef, 'PKI');
  const open = await invoker.openServiceSession('PKI', aef.serviceApi);
  await invoker.offboard();
  const { at, requestAt } = await events.notified(invoker.id);
  expect(open.ends.filter(({ by }) => by === 'self')).toEqual([]);
  expect(at - requestAt).toBeLessThan(400_000);
  await open.close();
});
