import type { Aef } from '../../../../simulators/aef/aef.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { CcfFault } from '../../../../simulators/ccf/faults.ts';
import type { InvokerFault } from '../../../../simulators/invoker/faults.ts';
import { REQUEST_FAULTS } from '../../../../simulators/invoker/request-faults.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import type { HttpExchange } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, invokerOf } from '../nodes.ts';

const NOTHING = { context: [], aefPsks: new Map() };

let ccf: Ccf;
let events: Events;
let aef: Aef;
test.beforeAll(async () => {
  events = new Events();
  ccf = await startCcf({ observer: events.observer });
  aef = await aefOf(ccf);
});
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

/** The invoker, what it was told of its offboarding, and the requests that reached the CCF, oldest first. */
async function offboarding(fault: InvokerFault | undefined) {
  const invoker = await callerOf(ccf, aef, 'PKI', { fault });
  const { resource = '' } = invoker;
  const mark = events.all.length;
  const exchange = await invoker.offboard();
  const received = events.all.slice(mark).flatMap((event) => (isDeletion(event) ? [event] : []));
  return { invoker, resource, exchange, received };
}

function isDeletion(event: Events['all'][number]): event is HttpExchange {
  return event.kind === 'exchange' && event.side === 'server' && event.request.method === 'DELETE';
}

test('trusts-impostor-ccf: talks to whoever answers; a conformant one does not', async () => {
  const trust = (await createAuthority('CAPIF CA')).certificate;
  const deceived = invokerOf(ccf, { trust, fault: 'trusts-impostor-ccf' });
  expect((await deceived.onboard()).response?.status).toBe(201);
  expect((await deceived.offboard()).response?.status).toBe(204);
  await expect(invokerOf(ccf, { trust }).onboard()).rejects.toMatchObject({ failure: { cause: 'untrusted' } });
});

test('verifies-ccf-at-onboarding-alone: a CCF that shows another certificate from then on is believed; a conformant one does not', async () => {
  const [own, impostor] = [await startCcf(), await startCcf()];
  const fault = 'verifies-ccf-at-onboarding-alone';
  const [deceived, conformant] = [invokerOf(own, { fault }), invokerOf(own)];
  for (const invoker of [deceived, conformant]) expect((await invoker.onboard()).response?.status).toBe(201);
  own.show(impostor.identity);
  await expect(conformant.offboard()).rejects.toMatchObject({ failure: { cause: 'untrusted' } });
  expect((await deceived.offboard()).response?.status).toBe(204);
  await expect(invokerOf(own, { fault }).onboard()).rejects.toMatchObject({ failure: { cause: 'untrusted' } });
  own.show(own.identity);
  expect((await conformant.offboard()).response?.status).toBe(204);
  await Promise.all([own.close(), impostor.close()]);
});

test('a conformant invoker asks once, for itself', async () => {
  const { resource, received, invoker } = await offboarding(undefined);
  expect(received.map(({ request }) => request.target)).toEqual([resource]);
  expect(invoker.snapshot()).toEqual(NOTHING);
});

test('never-requests: nothing reaches the CCF, and the invoker stays onboarded', async () => {
  const { invoker, exchange, received } = await offboarding('never-requests');
  expect(received).toEqual([]);
  expect(exchange).toMatchObject({ failure: { cause: 'other', message: /did not send/ } });
  expect(exchange.response).toBeUndefined();
  expect((await invoker.discover()).response?.status).toBe(200);
});

test('requests-foreign-id: the request names another resource, and the CCF refuses it', async () => {
  const { resource, exchange, received } = await offboarding('requests-foreign-id');
  expect(received.map(({ request }) => request.target)).not.toContain(resource);
  expect(received).toHaveLength(1);
  expect(exchange.response?.status).toBe(404);
});

test('retries-after-success: three requests for its own resource, and then it forgets', async () => {
  const { invoker, resource, exchange, received } = await offboarding('retries-after-success');
  expect(received.map(({ request }) => request.target)).toEqual([resource, resource, resource]);
  expect(exchange.response?.status).toBe(204);
  expect(invoker.snapshot()).toEqual(NOTHING);
});

test('retries-after-success: a refusal is not repeated', async () => {
  const faulty: InvokerFault[] = ['requests-foreign-id', 'retries-after-success'];
  const invoker = await callerOf(ccf, aef, 'PKI', { fault: faulty });
  const mark = events.all.length;
  await invoker.offboard();
  expect(events.all.slice(mark).filter(isDeletion)).toHaveLength(1);
});

for (const fault of ['forgets-on-failure', undefined] as const) {
  test(`${fault ?? 'a conformant invoker'}: after a refusal`, async () => {
    const invoker = await callerOf(ccf, aef, 'PKI');
    const { identity, ...rest } = invoker.snapshot();
    const credentials = { ...rest, identity: identity && { ...identity, resource: `${identity.resource}x` } };
    const misled = invokerOf(ccf, { credentials, fault });
    expect((await misled.offboard()).response?.status).toBe(404);
    expect(misled.snapshot()).toEqual(fault === undefined ? credentials : NOTHING);
  });

  for (const cut of ['stalls-answer', 'tears-down-before-answer-complete'] satisfies CcfFault[]) {
    test(`${fault ?? 'a conformant invoker'}: after an answer that is cut off (${cut})`, async () => {
      const faulty = await startCcf({ fault: cut });
      const invoker = invokerOf(faulty, { timeoutMs: 500, fault });
      await invoker.onboard();
      const before = invoker.snapshot();
      expect((await invoker.offboard()).response?.complete).toBe(false);
      expect(invoker.snapshot()).toEqual(fault === undefined ? before : NOTHING);
      await faulty.close();
    });
  }
}

test('every request fault is seen above', () => {
  const onboarding = ['trusts-impostor-ccf', 'verifies-ccf-at-onboarding-alone'];
  const requests = ['never-requests', 'requests-foreign-id', 'retries-after-success', 'forgets-on-failure'];
  expect(Object.keys(REQUEST_FAULTS).sort()).toEqual([...onboarding, ...requests].sort());
});
