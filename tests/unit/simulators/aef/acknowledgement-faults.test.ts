import type { ACKNOWLEDGEMENT_FAULTS } from '../../../../simulators/aef/acknowledgement-faults.ts';
import type { AefFault } from '../../../../simulators/aef/faults.ts';
import { SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, type Caller, callerOf, Events } from '../nodes.ts';
import { call, notify, refusal } from './outcome.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

/** An AEF that takes notifications from the test, for NDS/IP protects the port. */
const aefWith = (fault: AefFault | undefined) => aefOf(ccf, { fault, capif3: 'nds-ip' });

interface Seen {
  /** Statuses of the first notification, of the same once more, and of one about an invoker that the AEF never knew. */
  readonly statuses: readonly (number | undefined)[];
  /** Whether the AEF still trusted the invoker when the first acknowledgement arrived. */
  readonly trustedAtFirst: boolean;
  /** Whether each of two bystanders is still trusted after the repeated, and then after the unknown. */
  readonly afterRepeated: readonly boolean[];
  readonly afterUnknown: readonly boolean[];
}

const RIGHT: Seen = {
  statuses: [204, 204, 204],
  trustedAtFirst: false,
  afterRepeated: [true, true],
  afterUnknown: [true, true],
};

/** What each fault changes of that; all else stays as it was. */
const CHANGES: Record<keyof typeof ACKNOWLEDGEMENT_FAULTS, Partial<Seen>> = {
  'acknowledges-200': { statuses: [200, 200, 200] },
  'acknowledges-202': { statuses: [202, 202, 202] },
  'refuses-to-acknowledge': { statuses: [500, 500, 500] },
  'acknowledges-first': { trustedAtFirst: true },
  'refuses-duplicates': { statuses: [204, 409, 204] },
  'duplicate-deletes-bystander': { afterRepeated: [true, false], afterUnknown: [true, false] },
  'unknown-invoker-500': { statuses: [204, 204, 500] },
  'unknown-invoker-deletes-everybody': { afterUnknown: [false, false] },
};

async function watch(fault: AefFault | undefined): Promise<Seen> {
  const aef = await aefWith(fault);
  const [invoker, ...bystanders] = [
    await callerOf(ccf, aef, 'PKI'),
    await callerOf(ccf, aef, 'PKI'),
    await callerOf(ccf, aef, 'PKI'),
  ];
  const trusted = () => bystanders.map(({ id }) => aef.trusts(id));
  const first = await notify(aef, invoker.id);
  const trustedAtFirst = aef.trusts(invoker.id);
  await expect.poll(() => aef.trusts(invoker.id)).toBe(false);
  const repeated = await notify(aef, invoker.id);
  const afterRepeated = trusted();
  const unknown = await notify(aef, 'INVunknown');
  const afterUnknown = trusted();
  await aef.close();
  const statuses = [first, repeated, unknown].map(({ response }) => response?.status);
  return { statuses, trustedAtFirst, afterRepeated, afterUnknown };
}

for (const fault of [undefined, ...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])]) {
  test(`${fault ?? 'a conformant AEF'}`, async () => {
    expect(await watch(fault)).toEqual({ ...RIGHT, ...(fault && CHANGES[fault]) });
  });
}

test('acknowledges-first: connections end after the acknowledgement, in order', async () => {
  const events = new Events();
  const aef = await aefOf(ccf, { fault: 'acknowledges-first', observer: events.observer });
  const invoker = await callerOf(ccf, aef, 'PKI');
  const session = await invoker.openServiceSession('PKI', aef.serviceApi);
  await invoker.offboard();
  const { responseAt = Number.NaN } = await events.notified(invoker.id);
  const end = await session.peerEnd(1500);
  expect(end?.signal).toBe('close_notify');
  expect((end?.at ?? 0) - responseAt).toBeGreaterThan(190_000);
  await session.close();
  await aef.close();
});

for (const [fault, provoke] of [
  ['duplicate-deletes-bystander', (victim: Caller) => [victim.id, victim.id]],
  ['unknown-invoker-deletes-everybody', () => ['INVunknown']],
] as const) {
  for (const method of SECURITY_METHODS) {
    test(`${fault}: the bystander stays out, though the CCF vouches for it (${method})`, async () => {
      const aef = await aefWith(fault);
      const [victim, bystander] = [await callerOf(ccf, aef, method), await callerOf(ccf, aef, method)];
      for (const id of provoke(victim)) await notify(aef, id);
      expect(await call(bystander, method, aef)).toBe(refusal(method));
      await aef.close();
    });
  }
}

test('faults can be combined', async () => {
  const aef = await aefOf(ccf, { fault: ['keeps-trust', 'acknowledges-200'], capif3: 'nds-ip' });
  const invoker = await callerOf(ccf, aef, 'PKI');
  expect((await notify(aef, invoker.id)).response?.status).toBe(200);
  expect(aef.trusts(invoker.id)).toBe(true);
  await aef.close();
});
