import { createHmac } from 'node:crypto';
import { paths } from '../../../../simulators/capif/paths.ts';
import { expect, test } from '../../../support/test.ts';
import { context, DESTINATION, type Invoker, type Provider, textAt } from './cast.ts';
import { World } from './world.ts';

let world: World;
let provider: Provider;
let apiId: string;
let invoker: Invoker;
test.beforeAll(async () => {
  world = await World.create();
  provider = await world.register();
  apiId = await world.publish(provider);
});
test.beforeEach(async () => {
  invoker = await world.onboard();
});

const asAef = (query = {}) => world.ask(provider.aef, 'GET', paths.trustedInvoker(invoker.id, query));
const both = { authenticationInfo: true, authorizationInfo: true };

test("the first of the invoker's preferences that the AEF offers is selected", async () => {
  const pskOnly = await world.register();
  await world.publish(pskOnly, 'psk-only', ['PSK']);
  const { status, headers, body } = await world.secure(invoker, pskOnly.aef.id, 'OAUTH', 'PSK', 'PKI');
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`https://ccf.example${paths.trustedInvoker(invoker.id)}`);
  expect(textAt(body, 'securityInfo', 0, 'selSecurityMethod')).toBe('PSK');
});

test('PSK: the AEF gets the key of Annex A for the very session of the PUT, the invoker never does', async () => {
  const connection = world.connect(invoker);
  const answer = await world.ask(connection, 'PUT', paths.trustedInvoker(invoker.id), {
    json: context(provider.aef.id, 'PSK'),
  });
  const { sessionId, masterSecret } = connection.secrets() ?? { sessionId: Buffer.alloc(0), masterSecret: '' };
  const p0 = Buffer.from('127.0.0.1:8443');
  const s = Buffer.concat([Buffer.of(0x7a), p0, Buffer.of(0, p0.length), sessionId, Buffer.of(0, sessionId.length)]);
  const key = createHmac('sha256', masterSecret).update(s).digest('hex');
  expect(answer.text).not.toContain(key);
  expect(textAt((await asAef(both)).body, 'securityInfo', 0, 'authenticationInfo')).toBe(key);
  expect((await asAef({ authorizationInfo: true })).text).not.toContain(key);
  expect((await asAef()).text).not.toContain(key);
});

test('PSK over a session that Annex A cannot use is refused, and says what would do', async () => {
  const { status, text } = await world.secure({ ...invoker, secrets: undefined }, provider.aef.id, 'PSK');
  expect(status).toBe(403);
  expect(text).toContain('TLSv1.3');
  expect(text).toContain('send this request over TLS 1.2 with a session ID');
});

test("PKI: the AEF gets the root of the invoker's certificate", async () => {
  await world.secure(invoker, provider.aef.id, 'PKI');
  const { body } = await asAef(both);
  expect(textAt(body, 'securityInfo', 0, 'authenticationInfo')).toBe(world.node.authority.certificate);
  expect(textAt(body, 'securityInfo', 0, 'authorizationInfo')).toBe('');
});

test('OAUTH: the AEF gets the key that verifies tokens', async () => {
  await world.secure(invoker, provider.aef.id, 'OAUTH');
  const { body } = await asAef(both);
  expect(textAt(body, 'securityInfo', 0, 'authorizationInfo')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(textAt((await asAef()).body, 'securityInfo', 0, 'authorizationInfo')).toBe('');
});

test('an interface may be named in place of the AEF', async () => {
  const wanted = {
    securityInfo: [{ interfaceDetails: { ipv4Addr: '127.0.0.1', port: 8443 }, prefSecurityMethods: ['PKI'] }],
    notificationDestination: DESTINATION,
  };
  expect((await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), { json: wanted })).status).toBe(201);
  const elsewhere = {
    ...wanted,
    securityInfo: [{ interfaceDetails: { ipv4Addr: '127.0.0.1', port: 1 }, prefSecurityMethods: ['PKI'] }],
  };
  expect((await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), { json: elsewhere })).status).toBe(400);
});

test('what nobody published, or nobody offers, is refused', async () => {
  expect((await world.secure(invoker, 'AEFunknown', 'PKI')).status).toBe(400);
  const { status, text } = await world.secure(invoker, provider.aef.id, 'CARRIER_PIGEON');
  expect(status).toBe(400);
  expect(text).toContain('PSK, PKI, OAUTH');
});

test('the invoker cannot plant authentication or authorization information', async () => {
  const planted = {
    aefId: provider.aef.id,
    prefSecurityMethods: ['PKI'],
    authenticationInfo: 'evil',
    authorizationInfo: 'evil',
  };
  await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), {
    json: { securityInfo: [planted], notificationDestination: DESTINATION },
  });
  expect((await asAef(both)).text).not.toContain('evil');
});

test('update replaces, where there is something to replace', async () => {
  const update = () =>
    world.ask(invoker, 'POST', paths.trustedInvokerUpdate(invoker.id), { json: context(provider.aef.id, 'OAUTH') });
  expect((await update()).status).toBe(404);
  await world.secure(invoker, provider.aef.id, 'PSK');
  const updated = await update();
  expect(updated.status).toBe(200);
  expect(textAt(updated.body, 'securityInfo', 0, 'selSecurityMethod')).toBe('OAUTH');
  expect(textAt((await asAef(both)).body, 'securityInfo', 0, 'authenticationInfo')).toBe('');
});

test('only AEFs that the context names may read or revoke it', async () => {
  expect((await asAef()).status).toBe(404);
  await world.secure(invoker, provider.aef.id, 'PKI');
  const other = await world.register();
  const resource = paths.trustedInvoker(invoker.id);
  expect((await world.ask(other.aef, 'GET', resource)).status).toBe(403);
  expect((await world.ask(other.aef, 'DELETE', resource)).status).toBe(403);
  expect((await world.ask(provider.apf, 'GET', resource)).status).toBe(403);
  expect((await world.ask(invoker, 'GET', resource)).status).toBe(403);
  expect((await world.ask(provider.aef, 'GET', `${resource}?authenticationInfo=maybe`)).status).toBe(400);
});

test('an AEF sees what concerns itself alone', async () => {
  const other = await world.register();
  await world.publish(other, 'other');
  const entry = (aefId: string) => ({ aefId, prefSecurityMethods: ['PKI'] });
  await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), {
    json: { securityInfo: [entry(provider.aef.id), entry(other.aef.id)], notificationDestination: DESTINATION },
  });
  expect((await asAef()).text).not.toContain(other.aef.id);
});

test('DELETE revokes everything, tokens to come included', async () => {
  await world.secure(invoker, provider.aef.id, 'OAUTH');
  expect((await world.ask(provider.aef, 'DELETE', paths.trustedInvoker(invoker.id))).status).toBe(204);
  expect((await asAef()).status).toBe(404);
  expect((await world.token(invoker)).body).toMatchObject({ error: 'unauthorized_client' });
});

test('delete by notification revokes the APIs it names', async () => {
  await world.secure(invoker, provider.aef.id, 'OAUTH');
  const revoke = (apiIds: string[], apiInvokerId = invoker.id) =>
    world.ask(provider.aef, 'POST', paths.trustedInvokerDelete(invoker.id), {
      json: { apiInvokerId, apiIds, cause: 'OVERLIMIT_USAGE' },
    });
  expect((await revoke([apiId], 'INVother')).status).toBe(400);
  expect((await revoke([apiId])).status).toBe(204);
  expect((await revoke([apiId])).status).toBe(404);
});
