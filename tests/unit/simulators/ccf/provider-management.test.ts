import { X509Certificate } from 'node:crypto';
import { paths } from '../../../../simulators/capif/paths.ts';
import { commonName } from '../../../../simulators/pki/certificates.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';
import { DESTINATION, type Provider, textAt } from './cast.ts';
import { World } from './world.ts';

let world: World;
test.beforeAll(async () => {
  world = await World.create();
});

test('each function gets an id that says its role, and a certificate with that name and its hosts', async () => {
  const { aef, apf } = await world.register();
  expect(aef.id).toMatch(/^AEF/);
  expect(apf.id).toMatch(/^APF/);
  expect(commonName(aef.certificate)).toBe(aef.id);
  expect(commonName(apf.certificate)).toBe(apf.id);
  expect(new X509Certificate(aef.certificate).checkIP('127.0.0.1')).toBe('127.0.0.1');
});

test('a wrong regSec is refused', async () => {
  const { status } = await world.ask({}, 'POST', paths.registrations(), { json: { regSec: 'guess' } });
  expect(status).toBe(403);
});

test('an unknown role is refused, and nobody is enrolled', async () => {
  const { publicKey } = await generateKeyPair();
  const before = world.node.state.credentials.size;
  const { status } = await world.ask({}, 'POST', paths.registrations(), {
    json: {
      regSec: world.node.registrationCredential,
      apiProvFuncs: [
        { apiProvFuncRole: 'AEF', regInfo: { apiProvPubKey: publicKey } },
        { apiProvFuncRole: 'KING', regInfo: { apiProvPubKey: publicKey } },
      ],
    },
  });
  expect(status).toBe(400);
  expect(world.node.state.credentials.size).toBe(before);
});

test('PATCH with other information keeps ids and certificates', async () => {
  const provider = await world.register();
  const patched = await world.ask(provider.apf, 'PATCH', paths.registration(provider.domain), {
    patch: { apiProvDomInfo: 'acme' },
  });
  expect(patched.status).toBe(200);
  expect(patched.body).toMatchObject({ apiProvDomInfo: 'acme', apiProvDomId: provider.domain });
  expect(textAt(patched.body, 'apiProvFuncs', 0, 'regInfo', 'apiProvCert')).toBe(provider.aef.certificate);
});

test('PUT adds functions, keeps known ones and lets go of the rest', async () => {
  const provider = await world.register();
  const { publicKey } = await generateKeyPair();
  const replaced = await world.ask(provider.aef, 'PUT', paths.registration(provider.domain), {
    json: {
      regSec: world.node.registrationCredential,
      apiProvFuncs: [
        {
          apiProvFuncId: provider.aef.id,
          apiProvFuncRole: 'AEF',
          regInfo: { apiProvPubKey: provider.aef.keys.publicKey },
        },
        { apiProvFuncRole: 'AMF', regInfo: { apiProvPubKey: publicKey } },
      ],
    },
  });
  expect(replaced.status).toBe(200);
  expect(textAt(replaced.body, 'apiProvFuncs', 0, 'apiProvFuncId')).toBe(provider.aef.id);
  expect(textAt(replaced.body, 'apiProvFuncs', 1, 'apiProvFuncId')).toMatch(/^AMF/);
  const asApf = await world.ask(provider.apf, 'GET', paths.serviceApis(provider.apf.id));
  expect(asApf.status).toBe(401);
});

test('deregistration leaves nothing that acts for the domain', async () => {
  const provider = await world.register();
  await world.publish(provider);
  await world.ask(provider.aef, 'POST', paths.subscriptions(provider.aef.id), {
    json: { events: ['API_INVOKER_OFFBOARDED'], notificationDestination: DESTINATION },
  });
  const { status } = await world.ask(provider.apf, 'DELETE', paths.registration(provider.domain));
  expect(status).toBe(204);
  expect([...world.node.state.serviceApis.values()].some(({ apfId }) => `${apfId}` === provider.apf.id)).toBe(false);
  expect([...world.node.state.subscriptions.values()].some((one) => one.subscriberId === provider.aef.id)).toBe(false);
  expect(await statusOfRepeat(provider)).toBe(401);
});

test("another domain's functions may not touch it", async () => {
  const [mine, theirs] = [await world.register(), await world.register()];
  const { status } = await world.ask(theirs.aef, 'DELETE', paths.registration(mine.domain));
  expect(status).toBe(403);
});

async function statusOfRepeat({ apf, domain }: Provider): Promise<number> {
  return (await world.ask(apf, 'DELETE', paths.registration(domain))).status;
}
