/** What a CCF holds of API invokers as files, and that they go with what they say. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from '../../../../simulators/capif/paths.ts';
import type { NodeOptions } from '../../../../simulators/ccf/create-node.ts';
import { storesIn } from '../../../../simulators/ccf/storage.ts';
import { expect, test } from '../../../support/test.ts';
import { DESTINATION } from './cast.ts';
import { World } from './world.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ccf-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Every file, by its path in the folder. */
function stored(): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** An API invoker with an AEFPSK at one AEF, a grant and an access token at another. */
async function given(options: NodeOptions = {}) {
  const world = await World.create({ ...options, storage: folder });
  const [psk, oauth] = [await world.register(), await world.register()];
  for (const provider of [psk, oauth]) await world.publish(provider);
  const invoker = await world.onboard();
  const securityInfo = [
    { aefId: psk.aef.id, prefSecurityMethods: ['PSK'] },
    { aefId: oauth.aef.id, prefSecurityMethods: ['OAUTH'] },
  ];
  const json = { securityInfo, notificationDestination: DESTINATION };
  await world.ask(invoker, 'PUT', paths.trustedInvoker(invoker.id), { json });
  await world.token(invoker);
  const key = [...world.node.state.aefPsks.values()].flatMap((keys) => [...keys.values()])[0];
  if (key === undefined) throw new Error('no AEFPSK was derived');
  return { world, invoker, psk, key };
}

test('each store that concerns API invokers is a folder, each entry a file; of providers there is none', async () => {
  const { world, invoker, psk, key } = await given();
  const files = stored();
  const { [`aefpsks/${invoker.id}.json`]: keys, [`onboarding-secrets/${invoker.id}.txt`]: secret } = files;
  expect(JSON.parse(keys ?? '')).toEqual({ [psk.aef.id]: key.toString('hex') });
  expect(secret).toBe(invoker.secret);
  expect(JSON.parse(files[`profiles/${invoker.onboardingId}.json`] ?? '')).toMatchObject({ apiInvokerId: invoker.id });
  const [certificate] = Object.entries(files).flatMap(([name, text]) => (/^certificates/.test(name) ? [text] : []));
  expect(certificate).toBe(invoker.certificate);
  const folders = Object.keys(files).map((name) => name.split('/')[0]);
  expect(folders).toEqual([
    'access-tokens',
    'aefpsks',
    'certificates',
    'grants',
    'onboarding-secrets',
    'profiles',
    'security-contexts',
  ]);

  expect((await world.offboard(invoker, invoker.onboardingId)).status).toBe(204);
  expect(stored()).toEqual({});
});

test('what an operator retains has its file, and no secret in it', async () => {
  const { world, invoker, key } = await given({ policy: { retain: true } });
  await world.offboard(invoker, invoker.onboardingId);
  const { [`archive/${invoker.id}.json`]: record, ...rest } = stored();
  expect(rest).toEqual({});
  expect(JSON.parse(record ?? '')).toMatchObject({ apiInvokerId: invoker.id, onboardingId: invoker.onboardingId });
  for (const secret of [invoker.secret, key.toString('hex')]) expect(record).not.toContain(secret);
});

test('keeps-onboard-secret-in-log: the secret stays in a log, and opens nothing', async () => {
  const { world, invoker } = await given({ fault: 'keeps-onboard-secret-in-log' });
  await world.offboard(invoker, invoker.onboardingId);
  expect(stored()).toEqual({ 'ccf.log': `INFO deleted onboarding secret ${invoker.secret}\n` });
  expect((await world.token(invoker, { client_secret: invoker.secret })).status).toBe(401);
});

test('keeps-aefpsk-backup: the AEFPSK stays in a backup, and no AEF gets it', async () => {
  const { world, invoker, psk, key } = await given({ fault: 'keeps-aefpsk-backup' });
  await world.offboard(invoker, invoker.onboardingId);
  expect(stored()).toEqual({ 'backup.txt': `${key.toString('base64')}\n` });
  const asked = paths.trustedInvoker(invoker.id, { authenticationInfo: true });
  expect((await world.ask(psk.aef, 'GET', asked)).status).toBe(404);
});

test('a CCF in the folder of an earlier one does not take over its files', async () => {
  await given();
  expect(Object.keys(stored()).length).toBeGreaterThan(0);
  storesIn(folder);
  expect(stored()).toEqual({});
});
