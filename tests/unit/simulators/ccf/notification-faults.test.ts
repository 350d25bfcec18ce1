import type { CcfFault } from '../../../../simulators/ccf/faults.ts';
import { NOTIFICATION_FAULTS } from '../../../../simulators/ccf/notification-faults.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { expect, test } from '../../../support/test.ts';
import { type Invoker, type Person, type Provider, textAt } from './cast.ts';
import { type Received, Receiver } from './receiver.ts';
import { World } from './world.ts';

interface Given {
  readonly world: World;
  readonly provider: Provider;
  readonly leaving: Invoker;
  readonly staying: Invoker;
}

async function given(fault?: CcfFault): Promise<Given> {
  const world = await World.create({ fault });
  return { world, provider: await world.register(), leaving: await world.onboard(), staying: await world.onboard() };
}

const offboard = ({ world, leaving }: Given) => world.offboard(leaving, leaving.onboardingId);

/** Over plain HTTP: what one subscriber is told, with names in place of ids. When this resolves, every attempt is over. */
async function told(fault?: CcfFault): Promise<Received | undefined> {
  const scene = await given(fault);
  const receiver = await Receiver.open();
  try {
    const { headers } = await scene.world.subscribe(scene.provider.aef, receiver.destination);
    await offboard(scene);
    const subscriptionId = headers.get('location')?.split('/').at(-1) ?? '';
    const [first] = receiver.received;
    const text = JSON.stringify(first ?? null)
      .replaceAll(subscriptionId, 'SUBSCRIPTION')
      .replaceAll(scene.leaving.id, 'LEAVING')
      .replaceAll(scene.staying.id, 'STAYING');
    return JSON.parse(text) ?? undefined;
  } finally {
    await receiver.close();
  }
}

const RIGHT = {
  method: 'POST',
  contentType: 'application/json',
  body: {
    subscriptionId: 'SUBSCRIPTION',
    events: 'API_INVOKER_OFFBOARDED',
    eventDetail: { apiInvokerIds: ['LEAVING'] },
  },
};

/** What each fault changes of that message. */
const MESSAGES: Partial<Record<CcfFault, object>> = {
  'notifies-by-put': { method: 'PUT' },
  'omits-invoker-id': { body: { ...RIGHT.body, eventDetail: {} } },
  'notifies-invoker-updated': { body: { ...RIGHT.body, events: 'API_INVOKER_UPDATED' } },
  'names-wrong-invoker': { body: { ...RIGHT.body, eventDetail: { apiInvokerIds: ['STAYING'] } } },
  'names-bystanders-too': { body: { ...RIGHT.body, eventDetail: { apiInvokerIds: ['LEAVING', 'STAYING'] } } },
  'wrong-subscription-id': { body: { ...RIGHT.body, subscriptionId: expect.stringMatching(/^SUB[0-9a-f]{12}$/) } },
  'events-as-array': { body: { ...RIGHT.body, events: ['API_INVOKER_OFFBOARDED'] } },
  'notification-as-text-plain': { contentType: 'text/plain' },
};

for (const fault of [undefined, ...Object.keys(MESSAGES)] as (CcfFault | undefined)[]) {
  test(fault ?? 'the message of a conformant CCF', async () => {
    expect(await told(fault)).toEqual({ ...RIGHT, ...(fault && MESSAGES[fault]) });
  });
}

test('no-notification', async () => {
  expect(await told('no-notification')).toBeUndefined();
});

/** How often each of two subscribers is asked, the first of which answers 503 twice. */
async function attempts(
  fault?: CcfFault,
  firstStatus = (count: number) => (count <= 2 ? 503 : 204),
): Promise<number[]> {
  const scene = await given(fault);
  const receivers = [await Receiver.open(undefined, [], firstStatus), await Receiver.open()];
  try {
    for (const { destination } of receivers) await scene.world.subscribe(scene.provider.aef, destination);
    await offboard(scene);
    return receivers.map(({ received }) => received.length);
  } finally {
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }
}

test('who answers 503 is tried again, and nobody waits for it', async () => {
  expect(await attempts()).toEqual([3, 1]);
});

test('no-retry', async () => {
  expect(await attempts('no-retry')).toEqual([1, 1]);
});

test('starves-after-failure', async () => {
  expect(await attempts('starves-after-failure')).toEqual([1, 0]);
  expect(await attempts('starves-after-failure', () => 204)).toEqual([1, 1]);
});

test('notifies-first-aef-only', async () => {
  expect(await attempts('notifies-first-aef-only', () => 204)).toEqual([1, 0]);
});

test('tells-second-aef-otherwise', async () => {
  const scene = await given('tells-second-aef-otherwise');
  const receivers = [await Receiver.open(), await Receiver.open()];
  try {
    for (const { destination } of receivers) await scene.world.subscribe(scene.provider.aef, destination);
    await offboard(scene);
    const told = receivers.map(({ received }) => received.map(({ body }) => textAt(body, 'events')));
    expect(told).toEqual([['API_INVOKER_OFFBOARDED'], ['API_INVOKER_UPDATED']]);
  } finally {
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }
});

/** Over TLS: whom a receiver with this certificate is told by. Attempts are over when this resolves. */
async function toldOverTls(fault: CcfFault | undefined, genuine: boolean): Promise<Received | undefined> {
  const scene = await given(fault);
  const { aef } = scene.provider;
  const owner: Pick<Person, 'certificate' | 'keys'> = genuine
    ? aef
    : { keys: aef.keys, certificate: await impostorOf(aef) };
  const receiver = await Receiver.open(owner, [scene.world.node.authority.certificate]);
  try {
    await scene.world.subscribe(aef, receiver.destination);
    await offboard(scene);
    return receiver.received[0];
  } finally {
    await receiver.close();
  }
}

async function impostorOf({ id, keys }: Person): Promise<string> {
  const other = await createAuthority('CAPIF CA');
  return (await other.issue({ publicKey: keys.publicKey, commonName: id, hosts: ['127.0.0.1'] })).certificate;
}

test('notifies-without-client-certificate', async () => {
  expect((await toldOverTls(undefined, true))?.peer).toMatchObject({ by: 'certificate', verified: true });
  expect((await toldOverTls('notifies-without-client-certificate', true))?.peer).toEqual({ by: 'nothing' });
});

test('trusts-impostor-aef', async () => {
  expect(await toldOverTls(undefined, false)).toBeUndefined();
  expect(textAt((await toldOverTls('trusts-impostor-aef', false))?.body, 'events')).toBe('API_INVOKER_OFFBOARDED');
});

test('every notification fault is seen above', () => {
  const others = [
    'no-notification',
    'no-retry',
    'starves-after-failure',
    'notifies-first-aef-only',
    'tells-second-aef-otherwise',
  ];
  const overTls = ['notifies-without-client-certificate', 'trusts-impostor-aef'];
  const seen = [...Object.keys(MESSAGES), ...others, ...overTls];
  expect(Object.keys(NOTIFICATION_FAULTS).sort()).toEqual(seen.sort());
});
