/** What whoever directs a CCF makes it do, as those see it who talk to it. */

import { type Ccf, type CcfOptions, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { OFFBOARDING_FAILURES, type OffboardingFailure } from '../../../../simulators/ccf/directions.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, invokerOf } from '../nodes.ts';

/** A CCF that is directed, for as long as `use` takes. */
async function directed(options: CcfOptions, use: (ccf: Ccf) => Promise<void>): Promise<void> {
  const ccf = await startCcf(options);
  await use(ccf).finally(() => ccf.close());
}

/** How the API invoker sees its request fail. */
const SEEN: Readonly<Record<OffboardingFailure, Record<string, unknown>>> = {
  '403': { response: { status: 403, complete: true }, failure: undefined },
  '500': { response: { status: 500, complete: true }, failure: undefined },
  'cut-off': { response: { status: 200, complete: false, body: '{"result":' }, failure: { cause: 'incomplete' } },
  'no-answer': { response: undefined, failure: { cause: expect.stringMatching(/^(closed|reset)$/) } },
};

for (const how of OFFBOARDING_FAILURES) {
  test(`offboarding fails by ${how}; the API invoker stays enrolled, and leaves when it may`, async () => {
    let failure: OffboardingFailure | undefined = how;
    await directed({ directions: { failOffboarding: () => failure } }, async (ccf) => {
      const aef = await aefOf(ccf);
      const invoker = await callerOf(ccf, aef, 'OAUTH');
      expect(await invoker.offboard()).toMatchObject(SEEN[how]);
      expect(ccf.vouchesFor(invoker.id)).toBe(true);
      expect((await invoker.discover()).response?.status).toBe(200);
      failure = undefined;
      expect((await invoker.offboard()).response?.status).toBe(204);
      expect(ccf.vouchesFor(invoker.id)).toBe(false);
      await aef.close();
    });
  });
}

test('a request that would be refused anyway is refused as usual', async () => {
  await directed({ directions: { failOffboarding: () => '500' } }, async (ccf) => {
    const [one, other] = [invokerOf(ccf), invokerOf(ccf)];
    await one.onboard();
    await other.onboard();
    const session = await one.openSession();
    const exchange = await session.request({ method: 'DELETE', path: other.resource ?? '' });
    expect(exchange.response?.status).toBe(403);
    await session.close();
  });
});

test('where somebody else notifies, the CCF does not; of other events it does', async () => {
  await directed({ directions: { notifiesOfOffboarding: false } }, async (ccf) => {
    const events = new Events();
    const aef = await aefOf(ccf, { observer: events.observer });
    const invoker = await callerOf(ccf, aef, 'PKI');
    expect((await invoker.offboard()).response?.status).toBe(204);
    // Closing an AEF waits for the CCF's answers to it, and ends its notification port.
    await aef.close();
    const told = events.all.filter((event) => event.kind === 'exchange' && event.side === 'server');
    expect(told.filter((event) => event.kind === 'exchange' && event.request.method === 'POST')).toEqual([]);
    expect(aef.trusts(invoker.id)).toBe(true);
  });
});

test('a security context is answered only when whoever directs has seen it', async () => {
  const seen: string[] = [];
  let letOn: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letOn = resolve;
  });
  const directions = {
    async onSecurityContext(apiInvokerId: string) {
      seen.push(apiInvokerId);
      await held;
      seen.push('let on');
    },
  };
  await directed({ directions }, async (ccf) => {
    const aef = await aefOf(ccf);
    const invoker = invokerOf(ccf);
    await invoker.onboard();
    const answered = invoker.secureWith('PSK', aef.serviceApi).then(({ response }) => {
      seen.push(`answered ${response?.status}`);
    });
    await expect.poll(() => seen).toEqual([invoker.apiInvokerId]);
    // By then the context is there to be read.
    expect((await aef.prepareFor(invoker.apiInvokerId ?? '')).response?.status).toBe(200);
    letOn();
    await answered;
    expect(seen).toEqual([invoker.apiInvokerId, 'let on', 'answered 201']);
    await aef.close();
  });
});

test('it says where it is by the name under which others reach it, and its certificate is for that', async () => {
  await directed({ advertise: 'localhost' }, async (ccf) => {
    expect(ccf.apiRoot).toMatch(/^https:\/\/localhost:\d+$/);
    const invoker = invokerOf(ccf);
    expect((await invoker.onboard()).response?.status).toBe(201);
  });
});
