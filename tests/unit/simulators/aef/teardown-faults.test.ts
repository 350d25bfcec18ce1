import type { AefFault } from '../../../../simulators/aef/faults.ts';
import type { TEARDOWN_FAULTS } from '../../../../simulators/aef/teardown-faults.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { ConnectionEnd } from '../../../../simulators/wire/facts.ts';
import type { ClientSession } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';
import { call } from './outcome.ts';

/** Long enough for anything that is going to be ended at once, on a busy machine; shorter than any delay of a fault. */
const QUIET_MS = 150;

type Ended = ConnectionEnd['signal'] | 'open';

interface Seen {
  /** The first sign of ending by the AEF, on the invoker's connections and on a bystander's. */
  readonly first: Ended;
  readonly second: Ended;
  readonly bystander: Ended;
  /** Whether the invoker's second connection is still served. */
  readonly served: boolean;
  /** Whether the first connection had ended before the acknowledgement. */
  readonly inTime: boolean;
}

const RIGHT: Seen = {
  first: 'close_notify',
  second: 'close_notify',
  bystander: 'open',
  served: false,
  inTime: true,
};

/** What each fault changes of that; all else stays as it was. */
const CHANGES: Record<keyof typeof TEARDOWN_FAULTS, Partial<Seen>> = {
  'keeps-connection-open': { first: 'open', second: 'open', inTime: false },
  'closes-only-when-idle': { first: 'open', second: 'open', inTime: false },
  'ends-with-bare-fin': { first: 'fin', second: 'fin' },
  'ends-with-rst': { first: 'rst', second: 'rst' },
  'tears-down-one-connection': { second: 'open', served: true },
  'drops-everybody': { bystander: 'close_notify' },
  'tears-down-late': { first: 'open', second: 'open', inTime: false },
};

/** Their connections end all the same, some time later. */
const TARRYING: ReadonlySet<AefFault> = new Set(['tears-down-late', 'closes-only-when-idle']);

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

async function watch(fault: AefFault | undefined): Promise<Seen & { later: Ended }> {
  const events = new Events();
  const aef = await aefOf(ccf, { fault, observer: events.observer });
  const [invoker, other] = [await callerOf(ccf, aef, 'PKI'), await callerOf(ccf, aef, 'PKI')];
  const ghost = ghostOf(ccf, invoker);
  const [first, second, bystander] = [
    await invoker.openServiceSession('PKI', aef.serviceApi),
    await invoker.openServiceSession('PKI', aef.serviceApi),
    await other.openServiceSession('PKI', aef.serviceApi),
  ];
  await invoker.offboard();
  const { responseAt = 0 } = await events.notified(invoker.id);
  const [atFirst, atSecond, atBystander] = await Promise.all([first, second, bystander].map(endOf));
  const seen = {
    first: atFirst?.signal ?? 'open',
    second: atSecond?.signal ?? 'open',
    bystander: atBystander?.signal ?? 'open',
    served: (await call(ghost, 'PKI', aef, second)) === 200,
    inTime: atFirst !== undefined && atFirst.at < responseAt,
  } as const;
  expect(await call(ghost, 'PKI', aef)).toBe(401);
  const bound = fault !== undefined && TARRYING.has(fault) ? 1500 : QUIET_MS;
  const later = (await first.peerEnd(bound))?.signal ?? 'open';
  await Promise.all([first, second, bystander].map((session) => session.close()));
  await aef.close();
  return { ...seen, later };
}

function endOf(session: ClientSession): Promise<ConnectionEnd | undefined> {
  return session.peerEnd(QUIET_MS);
}

for (const fault of [undefined, ...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])]) {
  test(`${fault ?? 'a conformant AEF'}`, async () => {
    const { later, ...seen } = await watch(fault);
    expect(seen).toEqual({ ...RIGHT, ...(fault && CHANGES[fault]) });
    expect(later).toBe(fault && TARRYING.has(fault) ? 'close_notify' : seen.first);
  });
}

test('closes-only-when-idle ends a connection that is idle, whoever has it, and no other', async () => {
  const aef = await aefOf(ccf, { fault: 'closes-only-when-idle' });
  const invoker = await callerOf(ccf, aef, 'PKI');
  const session = await invoker.openServiceSession('PKI', aef.serviceApi);
  for (let round = 0; round < 3; round += 1) {
    expect(await session.peerEnd(300)).toBeUndefined();
    expect(await call(invoker, 'PKI', aef, session)).toBe(200);
  }
  expect(await session.peerEnd(1500)).toMatchObject({ signal: 'close_notify' });
  await session.close();
  await aef.close();
});
