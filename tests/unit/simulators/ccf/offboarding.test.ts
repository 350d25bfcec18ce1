import { paths } from '../../../../simulators/capif/paths.ts';
import { CONFORMANT } from '../../../../simulators/ccf/behaviour.ts';
import { OFFBOARDING } from '../../../../simulators/ccf/offboarding.ts';
import { type CcfState, createState } from '../../../../simulators/ccf/state.ts';
import { expect, test } from '../../../support/test.ts';
import { DESTINATION, type Invoker, type Provider, sha256, textAt } from './cast.ts';
import { World } from './world.ts';

test("the table is in the clause's order, and it is what a conformant CCF plays", () => {
  expect(OFFBOARDING.map(({ step, name }) => `${step} ${name}`)).toEqual([
    '3 verify',
    '3 retain',
    '3 enrolment',
    '3 profile',
    '3 certificate',
    '3 onboarding-secret',
    '3 security-context',
    '3 grants',
    '3 aefpsk',
    '3 tokens',
    '3 subscriptions',
    '3 resumption',
    '4 answer',
    '6 tear-down',
    '7 notify',
  ]);
  expect(CONFORMANT.offboarding.steps).toBe(OFFBOARDING);
});

let world: World;
let provider: Provider;
test.beforeEach(async () => {
  world = await World.create();
  provider = await world.register();
  await world.publish(provider);
});

/** Onboarded, with everything that an invoker can have. */
async function settled(method = 'OAUTH'): Promise<Invoker> {
  const invoker = await world.onboard();
  await world.secure(invoker, provider.aef.id, method);
  if (method === 'OAUTH') await world.token(invoker);
  await world.ask(invoker, 'POST', paths.subscriptions(invoker.id), {
    json: { events: ['SERVICE_API_AVAILABLE'], notificationDestination: DESTINATION },
  });
  return invoker;
}

/** Wherever in the CCF's memory, keys included, one of these texts is: the names of the stores. */
function remembering(state: CcfState, ...texts: string[]): string[] {
  const said = (value: unknown): string =>
    JSON.stringify(value, (_key, it) => (it instanceof Map ? [...it] : Buffer.isBuffer(it) ? it.toString('hex') : it));
  return Object.entries(state)
    .filter(([, store]) => texts.some((text) => said(store).includes(text)))
    .map(([name]) => name);
}

for (const method of ['OAUTH', 'PSK', 'PKI']) {
  test(`nothing of the invoker is left but what the CRL needs (${method})`, async () => {
    const invoker = await settled(method);
    const token = method === 'OAUTH' ? textAt((await world.token(invoker)).body, 'access_token') : 'none';
    const asAef = await world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id, { authenticationInfo: true }));
    const psk = method === 'PSK' ? textAt(asAef.body, 'securityInfo', 0, 'authenticationInfo') : 'none';
    const known = [invoker.id, invoker.onboardingId, invoker.secret, sha256(token), psk];
    expect(remembering(world.node.state, ...known).length).toBeGreaterThan(6);
    expect((await world.offboard(invoker, invoker.onboardingId)).status).toBe(204);
    expect(remembering(world.node.state, ...known)).toEqual(['revocations']);
  });
}

test('every store of the state is looked through above', () => {
  expect(Object.values(createState()).every((store) => store instanceof Map)).toBe(true);
});

test('a bystander keeps everything', async () => {
  const [leaving, bystander] = [await settled('PSK'), await settled('PSK')];
  const asAef = () => world.ask(provider.aef, 'GET', paths.trustedInvoker(bystander.id, { authenticationInfo: true }));
  const before = remembering(world.node.state, bystander.id);
  const key = (await asAef()).text;
  await world.offboard(leaving, leaving.onboardingId);
  expect(remembering(world.node.state, bystander.id)).toEqual(before);
  expect((await asAef()).text).toBe(key);
  expect((await world.discover(bystander)).status).toBe(200);
});

test('deletion comes before the answer, teardown of all its sessions after it, and of nobody else', async () => {
  const [leaving, bystander] = [await settled(), await settled()];
  const [asking, parallel, other] = [world.connect(leaving), world.connect(leaving), world.connect(bystander)];
  const seen: string[] = [];
  asking.end = () => void seen.push('asking ended');
  parallel.end = () => void seen.push('parallel ended');
  const answered = asking.answered.bind(asking);
  asking.answered = () => {
    seen.push(`answered, ${world.node.state.enrolments.size} enrolled, ${seen.length} ended`);
    return answered();
  };
  await world.offboard(asking, leaving.onboardingId);
  expect(seen).toEqual(['answered, 1 enrolled, 0 ended', 'asking ended', 'parallel ended']);
  expect(other.endings).toEqual([]);
});

test('TLS sessions of its certificates, replaced ones included, cannot be resumed', async () => {
  const invoker = await settled();
  const { facts } = world.connect(invoker);
  await world.offboard(invoker, invoker.onboardingId);
  expect(world.forgotten).toEqual([facts.peer.by === 'certificate' ? facts.peer.fingerprint : '']);
});

test('two requests at once offboard once', async () => {
  const invoker = await settled();
  const answers = await Promise.all([
    world.offboard(invoker, invoker.onboardingId),
    world.offboard(invoker, invoker.onboardingId),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, expect.any(Number)]);
  expect(answers.filter(({ status }) => status === 204).length).toBe(1);
});

test('a refused request changes nothing', async () => {
  const [alice, bob] = [await settled(), await settled()];
  const before = remembering(world.node.state, alice.id, bob.id);
  expect((await world.offboard(alice, bob.onboardingId)).status).toBe(403);
  expect((await world.offboard(alice, 'unknown')).status).toBe(404);
  expect((await world.offboard(provider.aef, bob.onboardingId)).status).toBe(403);
  expect((await world.offboard({}, bob.onboardingId)).status).toBe(401);
  expect(remembering(world.node.state, alice.id, bob.id)).toEqual(before);
  expect((await world.discover(bob)).status).toBe(200);
});

test('a repeated request is refused', async () => {
  const invoker = await settled();
  await world.offboard(invoker, invoker.onboardingId);
  expect((await world.offboard(invoker, invoker.onboardingId)).status).toBe(401);
});

test('by default nothing is retained', async () => {
  const invoker = await settled();
  await world.offboard(invoker, invoker.onboardingId);
  expect(world.node.state.archive.size).toBe(0);
});

test('what policy retains holds no credential and gives no access', async () => {
  world = await World.create({ policy: { retain: true } });
  provider = await world.register();
  await world.publish(provider);
  const invoker = await settled('PSK');
  const key = [...world.node.state.aefPsks.values()].flatMap((keys) => [...keys.values()])[0]?.toString('hex') ?? '';
  await world.offboard(invoker, invoker.onboardingId);
  const retained = JSON.stringify([...world.node.state.archive.values()]);
  expect(retained).toContain(invoker.id);
  for (const secret of [invoker.secret, key, 'BEGIN', 'onboardingInformation']) expect(retained).not.toContain(secret);
  const resource = paths.onboardedInvoker(invoker.onboardingId);
  const tries = [
    await world.discover(invoker),
    await world.secure(invoker, provider.aef.id, 'PKI'),
    await world.token(invoker),
    await world.token(invoker, { client_secret: invoker.secret }),
    await world.ask(invoker, 'PATCH', resource, { patch: {} }),
    await world.ask(invoker, 'DELETE', resource),
  ];
  expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect((await world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id))).status).toBe(404);
});
