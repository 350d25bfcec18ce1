import { paths } from '../../../../simulators/capif/paths.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';
import { type Asked, context, DESTINATION, description, enrolment, type Invoker, type Provider } from './cast.ts';
import { type Session, World } from './world.ts';

/** Everything that an enrolled subject can ask for, put by its owner; what is not there yet is named `none`. */
interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly owner: Session;
  /** Somebody of the same role who must not. */
  readonly other: Session;
  readonly asked: Asked;
  readonly missing?: string;
}

let world: World;
let operations: Operation[];
let stranger: Session;
let former: Invoker;

test.beforeAll(async () => {
  world = await World.create();
  const [mine, theirs]: [Provider, Provider] = [await world.register(), await world.register()];
  const [alice, bob] = [await world.onboard(), await world.onboard()];
  const apiId = await world.publish(mine);
  await world.secure(alice, mine.aef.id, 'OAUTH');
  former = await world.onboard();
  await world.offboard(former, former.onboardingId);
  const { publicKey } = await generateKeyPair();
  const foreign = await (await createAuthority('CAPIF CA')).issue({ publicKey, commonName: alice.id });
  stranger = { certificate: foreign.certificate, verified: false };

  const as =
    (owner: Session, other: Session) =>
    (method: string, path: string, asked: Asked, missing?: string): Operation => ({
      name: `${method} ${path.replace(/[0-9a-f]{12}/g, '…')}`,
      method,
      path,
      owner,
      other,
      asked,
      ...(missing !== undefined && { missing }),
    });
  const asInvoker = as(alice, bob);
  const asAef = as(mine.aef, theirs.aef);
  const asApf = as(mine.apf, theirs.apf);
  const subscription = { events: ['API_INVOKER_OFFBOARDED'], notificationDestination: DESTINATION };
  const { subscriptions, subscription: subscriptionOf } = paths;
  const { headers } = await world.ask(mine.aef, 'POST', subscriptions(mine.aef.id), { json: subscription });
  const subscribed = new URL(headers.get('location') ?? '').pathname;
  const profile = enrolment(alice.keys.publicKey);
  operations = [
    asInvoker('PUT', paths.onboardedInvoker(alice.onboardingId), { json: profile }, paths.onboardedInvoker('none')),
    asInvoker('PATCH', paths.onboardedInvoker(alice.onboardingId), { patch: {} }, paths.onboardedInvoker('none')),
    asInvoker('DELETE', paths.onboardedInvoker(alice.onboardingId), {}, paths.onboardedInvoker('none')),
    asInvoker('GET', paths.allServiceApis(alice.id), {}),
    asInvoker('PUT', paths.trustedInvoker(alice.id), { json: context(mine.aef.id, 'PKI') }),
    asInvoker('POST', paths.trustedInvokerUpdate(alice.id), { json: context(mine.aef.id, 'PKI') }),
    asAef('GET', paths.trustedInvoker(alice.id), {}, paths.trustedInvoker('none')),
    asAef('DELETE', paths.trustedInvoker(alice.id), {}, paths.trustedInvoker('none')),
    asAef('POST', subscriptions(mine.aef.id), { json: subscription }),
    asAef('PUT', subscribed, { json: subscription }, subscriptionOf(mine.aef.id, 'none')),
    asAef('PATCH', subscribed, { patch: {} }, subscriptionOf(mine.aef.id, 'none')),
    asAef('DELETE', subscribed, {}, subscriptionOf(mine.aef.id, 'none')),
    asApf('GET', paths.serviceApis(mine.apf.id), {}),
    asApf('POST', paths.serviceApis(mine.apf.id), { json: description(mine.aef.id) }),
    asApf('GET', paths.serviceApi(mine.apf.id, apiId), {}, paths.serviceApi(mine.apf.id, 'none')),
    asApf(
      'PUT',
      paths.serviceApi(mine.apf.id, apiId),
      { json: description(mine.aef.id) },
      paths.serviceApi(mine.apf.id, 'none'),
    ),
    asApf('PATCH', paths.serviceApi(mine.apf.id, apiId), { patch: {} }, paths.serviceApi(mine.apf.id, 'none')),
    asApf('DELETE', paths.serviceApi(mine.apf.id, apiId), {}, paths.serviceApi(mine.apf.id, 'none')),
    asApf('PUT', paths.registration(mine.domain), { json: {} }, paths.registration('none')),
    asApf('PATCH', paths.registration(mine.domain), { patch: {} }, paths.registration('none')),
    asApf('DELETE', paths.registration(mine.domain), {}, paths.registration('none')),
  ];
});

/** Puts an operation and expects a refusal with problem details, for every operation that `fits`. */
async function everyOperation(
  status: number,
  put: (operation: Operation) => { who: Session; path?: string; asked?: Asked } | undefined,
): Promise<void> {
  let refused = 0;
  for (const operation of operations) {
    const asking = put(operation);
    if (asking === undefined) continue;
    const { who, path = operation.path, asked = operation.asked } = asking;
    const answer = await world.ask(who, operation.method, path, asked);
    expect(answer.status, operation.name).toBe(status);
    expect(answer.headers.get('content-type'), operation.name).toBe('application/problem+json');
    expect(answer.body, operation.name).toMatchObject({ status, detail: expect.any(String) });
    refused += 1;
  }
  expect(refused).toBeGreaterThan(10);
}

test('401 without a client certificate', () => everyOperation(401, () => ({ who: {} })));

test('401 with a certificate of another CA, whatever name it bears', () =>
  everyOperation(401, () => ({ who: stranger })));

test('401 with the certificate of an offboarded invoker', () => everyOperation(401, () => ({ who: former })));

test('403 for a resource of somebody else', () => everyOperation(403, ({ other }) => ({ who: other })));

test('404 where there is no such resource', () =>
  everyOperation(404, ({ owner, missing }) => (missing === undefined ? undefined : { who: owner, path: missing })));

test('400 for a body that is not JSON', () =>
  everyOperation(400, ({ owner, asked }) => {
    const type = asked.json ? 'application/json' : asked.patch ? 'application/merge-patch+json' : undefined;
    return type === undefined ? undefined : { who: owner, asked: { raw: '{', headers: { 'content-type': type } } };
  }));

test('400 for a body that breaks its schema', () =>
  everyOperation(400, ({ owner, asked }) => {
    if (asked.json) return { who: owner, asked: { json: [] } };
    return asked.patch ? { who: owner, asked: { patch: [] } } : undefined;
  }));

test('415 for a body of another media type', () =>
  everyOperation(415, ({ owner, asked }) =>
    asked.json || asked.patch
      ? { who: owner, asked: { raw: '{}', headers: { 'content-type': 'text/plain' } } }
      : undefined,
  ));

test('what no API defines is 404, and 405 says what is defined', async () => {
  expect((await world.ask({}, 'GET', '/service-apis/v1')).status).toBe(404);
  expect((await world.ask({}, 'GET', '/prefix/ccf/crl')).status).toBe(404);
  expect((await world.ask({}, 'DELETE', '/api-invoker-management/v1/onboardedInvokers/%zz')).status).toBe(404);
  const notAllowed = await world.ask({}, 'PATCH', paths.trustedInvoker('INV1'));
  expect(notAllowed.status).toBe(405);
  expect(notAllowed.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'PUT']);
});
