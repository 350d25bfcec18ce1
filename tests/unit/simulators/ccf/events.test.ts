import { paths } from '../../../../simulators/capif/paths.ts';
import { expect, test } from '../../../support/test.ts';
import { DESTINATION, type Person, type Provider } from './cast.ts';
import { Receiver } from './receiver.ts';
import { World } from './world.ts';

let world: World;
let provider: Provider;
let receiver: Receiver;
test.beforeEach(async () => {
  world = await World.create();
  provider = await world.register();
  receiver = await Receiver.open();
});
test.afterEach(() => receiver.close());

const offboardings = { events: ['API_INVOKER_OFFBOARDED'] };

async function subscribe(subscriber: Person, details: Record<string, unknown>): Promise<string> {
  const json = { notificationDestination: receiver.destination, ...details };
  const { status, headers } = await world.ask(subscriber, 'POST', paths.subscriptions(subscriber.id), { json });
  expect(status).toBe(201);
  return headers.get('location')?.split('/').at(-1) ?? '';
}

test('subscribe, change, unsubscribe', async () => {
  const { aef } = provider;
  const json = { ...offboardings, notificationDestination: DESTINATION, supportedFeatures: 'f' };
  const subscribed = await world.ask(aef, 'POST', paths.subscriptions(aef.id), { json });
  expect(subscribed.status).toBe(201);
  expect(subscribed.body).toEqual({ ...json, supportedFeatures: '4' });
  const resource = new URL(subscribed.headers.get('location') ?? '').pathname;
  expect(resource).toContain(paths.subscriptions(aef.id));
  const patched = await world.ask(aef, 'PATCH', resource, {
    patch: { notificationDestination: 'https://there.example' },
  });
  expect(patched.body).toMatchObject({ ...offboardings, notificationDestination: 'https://there.example' });
  const replaced = await world.ask(aef, 'PUT', resource, { json: { ...json, events: ['API_INVOKER_ONBOARDED'] } });
  expect(replaced.body).toMatchObject({ events: ['API_INVOKER_ONBOARDED'], notificationDestination: DESTINATION });
  expect((await world.ask(aef, 'DELETE', resource)).status).toBe(204);
  expect(world.node.state.subscriptions.size).toBe(0);
});

test('a destination that is no HTTP URL is refused', async () => {
  for (const notificationDestination of ['somewhere', 'ftp://there.example']) {
    const json = { ...offboardings, notificationDestination };
    const { status } = await world.ask(provider.aef, 'POST', paths.subscriptions(provider.aef.id), { json });
    expect(status, notificationDestination).toBe(400);
  }
});

test('nobody subscribes in the name of somebody else', async () => {
  const json = { ...offboardings, notificationDestination: DESTINATION };
  expect((await world.ask(provider.apf, 'POST', paths.subscriptions(provider.aef.id), { json })).status).toBe(403);
});

test('the life of an invoker, as its subscribers see it', async () => {
  const events = ['API_INVOKER_ONBOARDED', 'API_INVOKER_UPDATED', 'API_INVOKER_OFFBOARDED'];
  const subscriptionId = await subscribe(provider.apf, { events });
  const invoker = await world.onboard();
  await receiver.until(1);
  await world.ask(invoker, 'PATCH', paths.onboardedInvoker(invoker.onboardingId), { patch: {} });
  await receiver.until(2);
  await world.offboard(invoker, invoker.onboardingId);
  const eventDetail = { apiInvokerIds: [invoker.id] };
  expect(receiver.received.map(({ body }) => body)).toEqual(
    events.map((one) => ({ subscriptionId, events: one, eventDetail })),
  );
  expect(receiver.received[0]).toMatchObject({ method: 'POST', contentType: 'application/json', peer: undefined });
});

test('the life of a service API, as an invoker sees it', async () => {
  const invoker = await world.onboard();
  await subscribe(invoker, { events: ['SERVICE_API_AVAILABLE', 'SERVICE_API_UNAVAILABLE'] });
  const apiId = await world.publish(provider);
  await receiver.until(1);
  await world.ask(provider.apf, 'DELETE', paths.serviceApi(provider.apf.id, apiId));
  const received = await receiver.until(2);
  expect(received.map(({ body }) => body)).toEqual([
    expect.objectContaining({ events: 'SERVICE_API_AVAILABLE' }),
    expect.objectContaining({
      events: 'SERVICE_API_UNAVAILABLE',
      eventDetail: expect.objectContaining({ apiIds: [apiId] }),
    }),
  ]);
});

test('a revocation is told to the invoker and to the subscribers', async () => {
  const apiId = await world.publish(provider);
  const invoker = await world.onboard();
  const atInvoker = await Receiver.open();
  try {
    await subscribe(provider.apf, { events: ['API_INVOKER_AUTHORIZATION_REVOKED'] });
    await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), {
      json: {
        securityInfo: [{ aefId: provider.aef.id, prefSecurityMethods: ['PKI'] }],
        notificationDestination: atInvoker.destination,
      },
    });
    await world.ask(provider.aef, 'POST', paths.trustedInvokerDelete(invoker.id), {
      json: { apiInvokerId: invoker.id, apiIds: [apiId], cause: 'OVERLIMIT_USAGE' },
    });
    const [told] = await atInvoker.until(1);
    expect(told?.body).toEqual({ apiInvokerId: invoker.id, apiIds: [apiId], cause: 'OVERLIMIT_USAGE' });
    const [notified] = await receiver.until(1);
    expect(notified?.body).toMatchObject({ eventDetail: { apiInvokerIds: [invoker.id], apiIds: [apiId] } });
  } finally {
    await atInvoker.close();
  }
});

test('filters narrow what is told', async () => {
  const [alice, bob] = [await world.onboard(), await world.onboard()];
  const forAlice = await subscribe(provider.aef, { ...offboardings, eventFilters: [{ apiInvokerIds: [alice.id] }] });
  const forAny = await subscribe(provider.aef, offboardings);
  const elsewhere = await subscribe(provider.aef, { events: ['API_INVOKER_ONBOARDED'] });
  await world.offboard(bob, bob.onboardingId);
  expect(told()).toEqual([forAny]);
  await world.offboard(alice, alice.onboardingId);
  expect(told().sort()).toEqual([forAny, forAny, forAlice].sort());
  expect(told()).not.toContain(elsewhere);

  function told(): unknown[] {
    return receiver.received.map(({ body }) =>
      body instanceof Object && 'subscriptionId' in body ? body.subscriptionId : '',
    );
  }
});

test('who unsubscribed between two attempts is left alone', async () => {
  await receiver.close();
  const { aef } = provider;
  const flaky = await Receiver.open(undefined, [], () => {
    world.node.state.subscriptions.clear();
    return 503;
  });
  try {
    await subscribe(aef, { ...offboardings, notificationDestination: flaky.destination });
    const invoker = await world.onboard();
    await world.offboard(invoker, invoker.onboardingId);
    expect(flaky.received.length).toBe(1);
  } finally {
    await flaky.close();
  }
});
