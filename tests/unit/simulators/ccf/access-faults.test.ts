import { paths } from '../../../../simulators/capif/paths.ts';
import { ACCESS_FAULTS } from '../../../../simulators/ccf/access-faults.ts';
import type { CcfFault } from '../../../../simulators/ccf/faults.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { offerLegacyVersion } from '../../../../simulators/wire/legacy-hello.ts';
import { expect, test } from '../../../support/test.ts';
import type { Invoker, Provider } from './cast.ts';
import { Receiver } from './receiver.ts';
import { discovery, Stage } from './stage.ts';
import { type Session, World } from './world.ts';

interface Given {
  readonly world: World;
  readonly alice: Invoker;
  readonly bob: Invoker;
  readonly provider: Provider;
  /** An unverified certificate with Bob's name. */
  readonly impostor: Session;
}

/** What a request to offboard gets, whether Bob is still served, and whom the subscribers were told of. */
interface Outcome {
  readonly status: number;
  readonly bob: number;
  readonly told: readonly string[];
}

/** Who asks to offboard what. The ID of Bob's is `bob`, his API invoker ID `BOB` (for the notification names that). */
const REQUESTS = {
  'unknown id': ({ world, alice }: Given) => world.offboard(alice, 'unknown'),
  'foreign id': ({ world, alice, bob }: Given) => world.offboard(alice, bob.onboardingId),
  'no certificate': ({ world, bob }: Given) => world.offboard({}, bob.onboardingId),
  'foreign certificate': ({ world, bob, impostor }: Given) => world.offboard(impostor, bob.onboardingId),
  async repeat({ world, alice }: Given) {
    await world.offboard(alice, alice.onboardingId);
    return world.offboard(alice, alice.onboardingId);
  },
};
type RequestName = keyof typeof REQUESTS;

const CONFORMANT_OUTCOMES: Record<RequestName, Outcome> = {
  'unknown id': { status: 404, bob: 200, told: [] },
  'foreign id': { status: 403, bob: 200, told: [] },
  'no certificate': { status: 401, bob: 200, told: [] },
  'foreign certificate': { status: 401, bob: 200, told: [] },
  repeat: { status: 401, bob: 200, told: ['ALICE'] },
};

/** What each fault changes of that; all else stays as it was. */
const CHANGES: Partial<Record<CcfFault, Partial<Record<RequestName, Partial<Outcome>>>>> = {
  'offboards-without-certificate': { 'no certificate': { status: 204, bob: 401, told: ['BOB'] } },
  'offboards-with-foreign-certificate': { 'foreign certificate': { status: 204, bob: 401, told: ['BOB'] } },
  'answers-204-without-certificate': { 'no certificate': { status: 204 } },
  'offboards-unknown-id': { 'unknown id': { status: 204, told: ['unknown'] } },
  'answers-204-to-unknown-id': { 'unknown id': { status: 204 } },
  'offboards-foreign-id': { 'foreign id': { status: 204, bob: 401, told: ['BOB'] } },
  'answers-204-to-foreign-id': { 'foreign id': { status: 204 } },
  'accepts-repeat': { repeat: { status: 204 } },
  'notifies-of-requester': { 'unknown id': { told: ['ALICE'] }, 'foreign id': { told: ['ALICE'] } },
  'notifies-on-refusal': { 'unknown id': { told: ['unknown'] }, 'foreign id': { told: ['bob'] } },
};

async function outcomeOf(fault: CcfFault | undefined, name: RequestName): Promise<Outcome> {
  const world = await World.create({ fault });
  const [provider, alice, bob] = [await world.register(), await world.onboard(), await world.onboard()];
  const { certificate } = await (await createAuthority('CAPIF CA')).issue({
    publicKey: bob.keys.publicKey,
    commonName: bob.id,
  });
  const receiver = await Receiver.open();
  try {
    await world.subscribe(provider.aef, receiver.destination);
    const impostor = { certificate, verified: false };
    const { status } = await REQUESTS[name]({ world, alice, bob, provider, impostor });
    const names = new Map([
      [alice.id, 'ALICE'],
      [bob.id, 'BOB'],
      [bob.onboardingId, 'bob'],
    ]);
    const told = receiver.offboarded().map((id) => names.get(id) ?? id);
    return { status, bob: (await world.discover(bob)).status, told };
  } finally {
    await receiver.close();
  }
}

for (const fault of [undefined, ...Object.keys(CHANGES)] as (CcfFault | undefined)[]) {
  test(fault ?? 'a conformant CCF refuses what it must', async () => {
    for (const name of Object.keys(REQUESTS) as RequestName[]) {
      const change = fault === undefined ? {} : CHANGES[fault]?.[name];
      expect(await outcomeOf(fault, name), name).toEqual({ ...CONFORMANT_OUTCOMES[name], ...change });
    }
  });
}

test('refuses-onboarded-certificate', async () => {
  const stage = await Stage.open({ fault: 'refuses-onboarded-certificate' });
  try {
    const invoker = await stage.onboard();
    const session = await stage.session(invoker);
    expect(await discovery(session, invoker)).toBe('closed');
    expect(await session.peerEnd(1000)).toMatchObject({ signal: 'close_notify' });
    const { aef } = await stage.register();
    expect((await stage.ask(aef, 'GET', '/capif-security/v1/trustedInvokers/none')).status).toBe(404);
  } finally {
    await stage.close();
  }
});

test('accepts-tls-1.1', async () => {
  const stage = await Stage.open({ fault: 'accepts-tls-1.1' });
  try {
    const port = Number(new URL(stage.ccf.apiRoot).port);
    const old = await offerLegacyVersion({ host: '127.0.0.1', port, version: 'TLSv1.1', label: 'old' });
    expect(old.outcome).toBe('accepted');
    const invoker = await stage.onboard();
    expect(await discovery(await stage.session(invoker), invoker)).toBe(200);
  } finally {
    await stage.close();
  }
});

for (const fault of [undefined, 'deletes-on-refusal'] as const) {
  test(`${fault ?? 'a conformant CCF'}: the security context of who was named in vain`, async () => {
    for (const by of ['somebody else', 'nobody'] as const) {
      const world = await World.create({ fault });
      const [provider, alice, bob] = [await world.register(), await world.onboard(), await world.onboard()];
      await world.publish(provider);
      for (const one of [alice, bob]) await world.secure(one, provider.aef.id, 'OAUTH');
      const refused = await world.offboard(by === 'nobody' ? {} : alice, bob.onboardingId);
      expect(refused.status, by).toBe(by === 'nobody' ? 401 : 403);
      const seen = async (id: string) => (await world.ask(provider.aef, 'GET', paths.trustedInvoker(id))).status;
      expect(await seen(bob.id), by).toBe(fault === undefined ? 200 : 404);
      expect((await world.token(bob)).status, by).toBe(fault === undefined ? 200 : 400);
      expect((await world.discover(bob)).status, by).toBe(200);
      expect(await seen(alice.id), by).toBe(200);
      // Whoever may offboard is offboarded as ever.
      expect((await world.offboard(alice, alice.onboardingId)).status, by).toBe(204);
    }
  });
}

test('every access fault is seen above', () => {
  const apart = ['refuses-onboarded-certificate', 'accepts-tls-1.1', 'deletes-on-refusal'];
  const seen = [...Object.keys(CHANGES), ...apart];
  expect(Object.keys(ACCESS_FAULTS).sort()).toEqual(seen.sort());
});
