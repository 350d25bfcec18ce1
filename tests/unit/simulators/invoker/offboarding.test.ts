import type { Aef } from '../../../../simulators/aef/aef.ts';
import { SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { OFFBOARDING } from '../../../../simulators/invoker/offboarding.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, invokerOf } from '../nodes.ts';

const NOTHING = { context: [], aefPsks: new Map() };

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

test('the table has the steps of the clause in its order, and step 5 once for each thing to delete', () => {
  expect(OFFBOARDING.map(({ step }) => step)).toEqual([1, 2, 5, 5, 5, 5, 5, 5]);
});

for (const method of SECURITY_METHODS) {
  test(`${method}: one request by its own ID on the session of step 0; on success it has forgotten everything`, async () => {
    const events = new Events();
    const invoker = await callerOf(ccf, aef, method, { observer: events.observer });
    const { resource } = invoker;
    const session = await invoker.openSession();

    const exchange = await invoker.offboard(session);

    expect(exchange.response).toMatchObject({ status: 204, complete: true });
    expect(exchange.request).toMatchObject({ method: 'DELETE', target: resource, body: '' });
    expect(exchange.connection).toBe(session.connection);
    expect(invoker.snapshot()).toEqual(NOTHING);
    expect(invoker.apiInvokerId).toBeUndefined();
    expect(await session.peerEnd(2000)).toMatchObject({ signal: 'close_notify' });
    const requests = events.all.filter((event) => event.kind === 'exchange' && event.request.method === 'DELETE');
    expect(requests).toHaveLength(1);
    await session.close();
  });
}

test('a refused invoker is still onboarded, acts as before, and can try again', async () => {
  const invoker = await callerOf(ccf, aef, 'PSK');
  const before = invoker.snapshot();
  const identity = before.identity && { ...before.identity, resource: `${before.identity.resource}x` };
  const misled = invokerOf(ccf, { credentials: { ...before, identity } });

  expect((await misled.offboard()).response?.status).toBe(404);
  expect(misled.snapshot()).toEqual({ ...before, identity });
  expect((await misled.discover()).response?.status).toBe(200);
  expect((await misled.invoke('PSK', aef.serviceApi)).response?.status).toBe(200);
  expect((await invoker.offboard()).response?.status).toBe(204);
});

for (const fault of ['answers-200', 'answers-202', 'keeps-tls-open', 'stalls-answer'] as const) {
  test(`a CCF that ${fault}: the invoker ends in a definite state`, async () => {
    const faulty = await startCcf({ fault });
    const invoker = invokerOf(faulty, { timeoutMs: 500 });
    await invoker.onboard();
    const before = invoker.snapshot();
    const session = await invoker.openSession();
    const { response } = await invoker.offboard(session);
    // Success is success when it was read to its end; half an answer has not said that the invoker is gone.
    const success = response?.complete === true;
    expect(success).toBe(fault !== 'stalls-answer');
    expect(invoker.snapshot()).toEqual(success ? NOTHING : before);
    await session.close();
    await faulty.close();
  });
}
