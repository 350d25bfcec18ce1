import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { paths } from '../../../../simulators/capif/paths.ts';
import { formatScope, parseScope } from '../../../../simulators/ccf/scope.ts';
import { expect, test } from '../../../support/test.ts';
import { type Invoker, type Provider, sha256, textAt } from './cast.ts';
import { World } from './world.ts';

let world: World;
let provider: Provider;
let invoker: Invoker;
test.beforeAll(async () => {
  world = await World.create();
  provider = await world.register();
  await world.publish(provider, 'hello');
  invoker = await world.onboard();
  await world.secure(invoker, provider.aef.id, 'OAUTH');
});

test('the token is a JWT that the AEF can verify, for the scope asked for', async () => {
  const scope = `3gpp#${provider.aef.id}:hello`;
  const { status, headers, body } = await world.token(invoker, { scope });
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope });
  const asAef = await world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id, { authorizationInfo: true }));
  const key = createPublicKey(textAt(asAef.body, 'securityInfo', 0, 'authorizationInfo'));
  const { payload } = await jwtVerify(textAt(body, 'access_token'), key, { algorithms: ['ES256'], issuer: invoker.id });
  expect(payload).toMatchObject({ client_id: invoker.id, scope });
  expect(Object.keys(payload).sort()).toEqual(['client_id', 'exp', 'iss', 'jti', 'scope']);
});

test('without a scope, everything granted; with the right secret too', async () => {
  const { body } = await world.token(invoker, { client_secret: invoker.secret });
  expect(textAt(body, 'scope')).toBe(`3gpp#${provider.aef.id}:hello`);
});

test('the token itself is not kept', async () => {
  const token = textAt((await world.token(invoker)).body, 'access_token');
  expect(world.node.state.tokens.has(sha256(token))).toBe(true);
  expect(world.node.state.tokens.has(token)).toBe(false);
});

const REFUSALS: [name: string, form: () => Record<string, string>, error: string][] = [
  ['a wrong secret', () => ({ client_secret: 'guess' }), 'invalid_client'],
  ["somebody else's client_id", () => ({ client_id: 'INVother' }), 'invalid_client'],
  ['another grant type', () => ({ grant_type: 'password' }), 'unsupported_grant_type'],
  ['a scope of another shape', () => ({ scope: 'read write' }), 'invalid_scope'],
  ['a scope beyond the grant', () => ({ scope: `3gpp#${provider.aef.id}:hello,secrets` }), 'invalid_scope'],
  ['a scope at another AEF', () => ({ scope: '3gpp#AEFother:hello' }), 'invalid_scope'],
];
for (const [name, form, error] of REFUSALS) {
  test(`${name} is refused with ${error}`, async () => {
    const answer = await world.token(invoker, form());
    expect(answer.status).toBe(400);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ error });
  });
}

test('a form without client_id is refused', async () => {
  const { status, body } = await world.ask(invoker, 'POST', paths.token(invoker.id), {
    form: { grant_type: 'client_credentials' },
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'invalid_request' });
});

test('an invoker without an OAUTH context gets no token', async () => {
  const other = await world.onboard();
  await world.secure(other, provider.aef.id, 'PKI');
  const { status, body } = await world.token(other);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: 'unauthorized_client' });
});

test("the endpoint is the invoker's own, and not for JSON", async () => {
  const other = await world.onboard();
  const form = { grant_type: 'client_credentials', client_id: other.id };
  expect((await world.ask(other, 'POST', paths.token(invoker.id), { form })).status).toBe(403);
  expect((await world.ask(invoker, 'POST', paths.token(invoker.id), { json: {} })).status).toBe(415);
});

test('nobody and former invokers are refused in the words of OAuth', async () => {
  const form = { grant_type: 'client_credentials', client_id: invoker.id };
  const nobody = await world.ask({}, 'POST', paths.token(invoker.id), { form });
  const former = await world.onboard();
  await world.offboard(former, former.onboardingId);
  for (const answer of [
    nobody,
    await world.token(former),
    await world.token(former, { client_secret: former.secret }),
  ]) {
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: 'invalid_client' });
  }
});

test('scopes survive being written and read', () => {
  const text = '3gpp#AEF1:a,b;AEF2:c';
  expect(parseScope(text)).toEqual([
    { aefId: 'AEF1', apiNames: ['a', 'b'] },
    { aefId: 'AEF2', apiNames: ['c'] },
  ]);
  expect(formatScope(parseScope(text) ?? [])).toBe(text);
  for (const wrong of ['', '3gpp#', '3gpp#AEF1', '3gpp#AEF1:', 'AEF1:a', '3gpp#AEF1:a;']) {
    expect(parseScope(wrong), wrong).toBeUndefined();
  }
});
