import type { CcfFault } from '../../../../simulators/ccf/faults.ts';
import { TEARDOWN_FAULTS } from '../../../../simulators/ccf/teardown-faults.ts';
import type { ConnectionEnd } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { discovery, offboard, Stage } from './stage.ts';

/** Long enough for anything that is going to be ended at once, on a busy machine. */
const QUIET_MS = 250;

interface Seen {
  readonly status: number | undefined;
  readonly complete: boolean | undefined;
  /** First sign of ending by the CCF, on the session of the request, another of that invoker, and a bystander's. */
  readonly asking: ConnectionEnd['signal'] | 'open';
  readonly parallel: ConnectionEnd['signal'] | 'open';
  readonly bystander: ConnectionEnd['signal'] | 'open';
  readonly told: boolean;
}

const RIGHT: Seen = {
  status: 204,
  complete: true,
  asking: 'close_notify',
  parallel: 'close_notify',
  bystander: 'open',
  told: true,
};

/** What each fault changes of that; all else stays as it was. */
const CHANGES: Partial<Record<CcfFault, Partial<Seen>>> = {
  'answers-200': { status: 200 },
  'answers-202': { status: 202 },
  'stalls-answer': { status: 200, complete: false, asking: 'open', parallel: 'open' },
  'tears-down-before-answer-complete': { status: 200, complete: false },
  'keeps-tls-open': { asking: 'open', parallel: 'open' },
  'closes-only-when-idle': { asking: 'open', parallel: 'open' },
  'tears-down-when-seen-again': { asking: 'open', parallel: 'open' },
  'ends-with-bare-fin': { asking: 'fin', parallel: 'fin' },
  'ends-with-rst': { asking: 'rst', parallel: 'rst' },
  'parallel-session-served': { parallel: 'open' },
  'drops-bystander-sessions': { bystander: 'close_notify' },
};

async function watch(fault: CcfFault | undefined, version: 'TLSv1.2' | 'TLSv1.3'): Promise<Seen> {
  const stage = await Stage.open({ fault });
  try {
    const { aef } = await stage.register();
    const receiver = await stage.receiver();
    await stage.subscribe(aef, receiver.destination);
    const [leaving, other] = [await stage.onboard(), await stage.onboard()];
    const options = { maxVersion: version };
    const asking = await stage.session(leaving, options);
    const parallel = await stage.session(leaving, options);
    const bystander = await stage.session(other, options);
    const { response } = await offboard(asking, leaving);
    const endOf = async (session: typeof asking) => (await session.peerEnd(QUIET_MS))?.signal ?? 'open';
    const [atAsking, atParallel, atBystander] = await Promise.all([asking, parallel, bystander].map(endOf));
    const told = await receiver.until(1).then(
      () => true,
      () => false,
    );
    return {
      status: response?.status,
      complete: response?.complete,
      asking: atAsking ?? 'open',
      parallel: atParallel ?? 'open',
      bystander: atBystander ?? 'open',
      told: told && receiver.offboarded()[0] === leaving.id,
    };
  } finally {
    await stage.close();
  }
}

for (const fault of [undefined, ...Object.keys(CHANGES)] as (CcfFault | undefined)[]) {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${fault ?? 'a conformant CCF'} (${version})`, async () => {
      expect(await watch(fault, version)).toEqual({ ...RIGHT, ...(fault && CHANGES[fault]) });
    });
  }
}

test('closes-only-when-idle ends a connection that is idle, whoever has it', async () => {
  const stage = await Stage.open({ fault: 'closes-only-when-idle' });
  try {
    const invoker = await stage.onboard();
    const session = await stage.session(invoker);
    for (let round = 0; round < 3; round += 1) {
      expect(await session.peerEnd(300)).toBeUndefined();
      expect(await discovery(session, invoker)).toBe(200);
    }
    expect(await session.peerEnd(1500)).toMatchObject({ signal: 'close_notify' });
  } finally {
    await stage.close();
  }
});

test('tears-down-when-seen-again', async () => {
  const stage = await Stage.open({ fault: 'tears-down-when-seen-again' });
  try {
    const leaving = await stage.onboard();
    const asking = await stage.session(leaving);
    await offboard(asking, leaving);
    expect(await asking.peerEnd(QUIET_MS)).toBeUndefined();
    expect(await discovery(await stage.session(leaving), leaving)).toBe(401);
    expect(await asking.peerEnd(1000)).toMatchObject({ signal: 'close_notify' });
  } finally {
    await stage.close();
  }
});

test('parallel-session-served', async () => {
  const stage = await Stage.open({ fault: 'parallel-session-served' });
  try {
    const leaving = await stage.onboard();
    const [asking, parallel] = [await stage.session(leaving), await stage.session(leaving)];
    await offboard(asking, leaving);
    expect(await discovery(parallel, leaving)).toBe(200);
    expect(await discovery(await stage.session(leaving), leaving)).toBe(401);
  } finally {
    await stage.close();
  }
});

/** Whether an old session is resumed, and what discovery then gets; and what it gets after a full handshake. */
const RESUMPTION: [fault: CcfFault | undefined, resumed: boolean, status: number][] = [
  [undefined, false, 401],
  ['resumption-served', true, 200],
  ['resumes-then-refuses', true, 401],
];
for (const [fault, resumed, status] of RESUMPTION) {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${fault ?? 'a conformant CCF'}: resumption (${version})`, async () => {
      const stage = await Stage.open({ fault });
      try {
        const leaving = await stage.onboard();
        const first = await stage.session(leaving, { maxVersion: version });
        expect(await discovery(first, leaving)).toBe(200);
        const resume = first.resumption();
        await offboard(first, leaving);
        const again = await stage.session(leaving, { maxVersion: version, resume });
        expect(again.facts?.resumed).toBe(resumed);
        expect(await discovery(again, leaving)).toBe(status);
        expect(await discovery(await stage.session(leaving, { maxVersion: version }), leaving)).toBe(401);
      } finally {
        await stage.close();
      }
    });
  }
}

test('every teardown fault is seen above', () => {
  const seen = [...Object.keys(CHANGES), ...RESUMPTION.flatMap(([fault]) => fault ?? [])];
  expect(Object.keys(TEARDOWN_FAULTS).sort()).toEqual(seen.sort());
});
