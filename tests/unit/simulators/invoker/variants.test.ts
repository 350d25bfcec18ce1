/** Every variant of the API invoker calls and offboards as it must; and what is particular to it can be seen. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type KnownSecurityMethod, SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { INVOKER_VARIANTS, type InvokerVariant } from '../../../../simulators/invoker/variants.ts';
import type { ConnectionEnd } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, type Caller, callerOf, Events, invokerOf } from '../nodes.ts';

const NOTHING = { context: [], aefPsks: new Map() };

let ccf: Ccf;
let aef: Aef;
test.beforeAll(async () => {
  ccf = await startCcf({ variant: 'http2' });
  aef = await aefOf(ccf, { variant: 'http2' });
});
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

/** Handshakes of the invoker's own end. */
function handshakes(events: Events) {
  return events.all.flatMap((event) => (event.kind === 'handshake' ? [event.facts] : []));
}

const PARTICULARS: Partial<Record<InvokerVariant, (invoker: Caller, events: Events) => void | Promise<void>>> = {
  http2: (_, events) => expect(new Set(handshakes(events).map(({ alpn }) => alpn))).toEqual(new Set(['h2'])),
  'tls-1.2-only': (_, events) =>
    expect(new Set(handshakes(events).map(({ version }) => version))).toEqual(new Set(['TLSv1.2'])),
  'tls-1.3-only': (_, events) =>
    expect(new Set(handshakes(events).map(({ version }) => version))).toEqual(new Set(['TLSv1.3'])),
};

for (const variant of [undefined, ...(Object.keys(INVOKER_VARIANTS) as InvokerVariant[])]) {
  for (const method of SECURITY_METHODS) {
    // TLS 1.3 has no session ID, so that Annex A gives no AEFPSK.
    if (variant === 'tls-1.3-only' && method === 'PSK') continue;
    test(`${variant ?? 'no variant'}: calls, leaves and forgets as it must (${method})`, async () => {
      const events = new Events();
      const invoker = await callerOf(ccf, aef, method, { variant, observer: events.observer });
      expect((await invoker.discover()).response?.status).toBe(200);
      expect((await invoker.offboard()).response).toMatchObject({ status: 204, complete: true });
      expect(invoker.snapshot()).toEqual(NOTHING);
      if (variant !== undefined) await PARTICULARS[variant]?.(invoker, events);
    });
  }
}

test('tls-1.3-only: derives no AEFPSK', async () => {
  const invoker = invokerOf(ccf, { variant: 'tls-1.3-only' });
  await invoker.onboard();
  expect((await invoker.secureWith('PSK', aef.serviceApi)).response?.status).toBe(403);
  expect(invoker.snapshot().aefPsks.size).toBe(0);
});

/** Who ended the session of the offboarding first, at a CCF that leaves it open: the invoker's own end is the only one. */
async function ownEndOf(variant: InvokerVariant): Promise<ConnectionEnd[]> {
  const silent = await startCcf({ fault: 'keeps-tls-open' });
  const invoker = invokerOf(silent, { variant });
  await invoker.onboard();
  const session = await invoker.openSession();
  await invoker.offboard(session);
  const own = session.ends.filter(({ by }) => by === 'self');
  await session.close();
  await silent.close();
  return own;
}

test('waits-for-teardown: leaves the end to the CCF', async () => {
  expect(await ownEndOf('waits-for-teardown')).toEqual([]);
});

test('closes-itself: ends the session with close_notify, and not after a refusal', async () => {
  expect((await ownEndOf('closes-itself')).map(({ signal }) => signal)).toEqual(['close_notify', 'fin']);
  const invoker = invokerOf(ccf, { variant: 'closes-itself', fault: 'requests-foreign-id' });
  await invoker.onboard();
  const session = await invoker.openSession();
  expect((await invoker.offboard(session)).response?.status).toBe(404);
  expect(session.open).toBe(true);
  await session.close();
});

for (const method of ['PKI', 'OAUTH'] satisfies KnownSecurityMethod[]) {
  test(`re-onboards: asked to act again, it is somebody new (${method})`, async () => {
    const storage = mkdtempSync(join(tmpdir(), 'invoker-'));
    const invoker = await callerOf(ccf, aef, method, { variant: 're-onboards', storage });
    const before = invoker.snapshot();
    await invoker.offboard();
    expect(readdirSync(storage)).toEqual([]);
    const again = await invoker.actAgain(method, aef.serviceApi);
    expect(again).toMatchObject({ acted: true, attempts: [{ response: { status: 200 } }] });
    const after = invoker.snapshot();
    expect(after.identity?.apiInvokerId).not.toBe(before.identity?.apiInvokerId);
    expect(after.certificate?.key).not.toBe(before.certificate?.key);
    expect(after.certificate?.certificate).not.toBe(before.certificate?.certificate);
    rmSync(storage, { recursive: true });
  });
}

test('re-onboards: while it is onboarded it stays who it is', async () => {
  const invoker = invokerOf(ccf, { variant: 're-onboards' });
  await invoker.onboard();
  const { apiInvokerId } = invoker;
  expect(await invoker.actAgain('OAUTH', aef.serviceApi)).toMatchObject({ acted: false });
  expect(invoker.apiInvokerId).toBe(apiInvokerId);
});
