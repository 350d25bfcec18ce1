import { DELETION_FAULTS } from '../../../../simulators/aef/deletion-faults.ts';
import type { AefFault } from '../../../../simulators/aef/faults.ts';
import { type KnownSecurityMethod, SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';
import { call, type Outcome, outcomeOf, refusal } from './outcome.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

/** What the old credential gets, so many times, after the acknowledgement; then what somebody else's gets. */
async function watch(fault: AefFault | undefined, method: KnownSecurityMethod, times = 2): Promise<Outcome[]> {
  const events = new Events();
  const aef = await aefOf(ccf, { fault, observer: events.observer });
  const [invoker, bystander] = [await callerOf(ccf, aef, method), await callerOf(ccf, aef, method)];
  const ghost = ghostOf(ccf, invoker);
  await invoker.offboard();
  expect((await events.notified(invoker.id)).response?.status).toBe(204);
  const seen: Outcome[] = [];
  for (let time = 0; time < times; time += 1) seen.push(await call(ghost, method, aef));
  seen.push(await call(bystander, method, aef));
  await aef.close();
  return seen;
}

/** The method that a fault of keeping something is about. */
const KEPT: [fault: AefFault, method: KnownSecurityMethod][] = [
  ['keeps-aefpsk', 'PSK'],
  ['keeps-trust', 'PKI'],
  ['keeps-token', 'OAUTH'],
];
for (const [fault, method] of KEPT) {
  test(`${fault}: the old credential is served, and only that of ${method}`, async () => {
    expect(await watch(fault, method)).toEqual([200, 200, 200]);
    const other = method === 'PKI' ? 'OAUTH' : 'PKI';
    expect(await watch(fault, other)).toEqual([refusal(other), refusal(other), 200]);
  });
}

for (const method of SECURITY_METHODS) {
  test(`refetches: ${method} is refused once and then served`, async () => {
    expect(await watch('refetches', method)).toEqual([refusal(method), 200, 200]);
  });

  test(`refetches-late: ${method} is refused twice and then served`, async () => {
    expect(await watch('refetches-late', method, 3)).toEqual([refusal(method), refusal(method), 200, 200]);
  });

  test(`forgets-everybody: ${method} of a bystander is refused`, async () => {
    expect(await watch('forgets-everybody', method)).toEqual(Array(3).fill(refusal(method)));
  });
}

/** Whether an old session is resumed, what it then gets, and what a full handshake gets. */
const RESUMPTION: [fault: AefFault | undefined, resumed: boolean, status: number][] = [
  [undefined, false, 401],
  ['keeps-nothing-but-resumption', true, 200],
  ['resumes-then-refuses', true, 401],
];
for (const [fault, resumed, status] of RESUMPTION) {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${fault ?? 'a conformant AEF'}: resumption by certificate (${version})`, async () => {
      const events = new Events();
      // A port that takes TLS-PSK gives no session tickets, so TLS 1.3 could not be resumed at all.
      const aef = await aefOf(ccf, { fault, methods: ['PKI'], observer: events.observer });
      const invoker = await callerOf(ccf, aef, 'PKI');
      const ghost = ghostOf(ccf, invoker);
      const versions = { minVersion: version, maxVersion: version };
      const first = await ghost.openServiceSession('PKI', aef.serviceApi, versions);
      expect(await call(ghost, 'PKI', aef, first)).toBe(200);
      const resume = first.resumption();
      await invoker.offboard();
      await events.notified(invoker.id);
      const again = await ghost.openServiceSession('PKI', aef.serviceApi, { ...versions, resume });
      expect(again.facts?.resumed).toBe(resumed);
      expect(await call(ghost, 'PKI', aef, again)).toBe(status);
      expect(await call(ghost, 'PKI', aef)).toBe(401);
      await Promise.all([first.close(), again.close()]);
      await aef.close();
    });
  }
}

for (const [fault, status] of [
  ['keeps-nothing-but-resumption', 200],
  ['resumes-then-refuses', 401],
] as const) {
  test(`${fault}: resumption of a TLS-PSK session`, async () => {
    const events = new Events();
    const aef = await aefOf(ccf, { fault, observer: events.observer });
    const invoker = await callerOf(ccf, aef, 'PSK');
    const ghost = ghostOf(ccf, invoker);
    const first = await ghost.openServiceSession('PSK', aef.serviceApi);
    await call(ghost, 'PSK', aef, first);
    const resume = first.resumption();
    await invoker.offboard();
    await events.notified(invoker.id);
    const again = await ghost.openServiceSession('PSK', aef.serviceApi, { resume });
    expect(again.facts?.resumed).toBe(true);
    expect(await call(ghost, 'PSK', aef, again)).toBe(status);
    expect(await outcomeOf(ghost.invoke('PSK', aef.serviceApi))).toBe('unknown_psk_identity');
    await Promise.all([first.close(), again.close()]);
    await aef.close();
  });
}

test('every deletion fault is seen above', () => {
  const resumption = RESUMPTION.flatMap(([fault]) => fault ?? []);
  const seen = [...KEPT.map(([fault]) => fault), ...resumption, 'refetches', 'refetches-late', 'forgets-everybody'];
  expect(Object.keys(DELETION_FAULTS).sort()).toEqual(seen.sort());
});
