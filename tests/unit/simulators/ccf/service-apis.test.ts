import { paths } from '../../../../simulators/capif/paths.ts';
import { expect, test } from '../../../support/test.ts';
import { description, type Invoker, type Provider, textAt } from './cast.ts';
import { World } from './world.ts';

let world: World;
let provider: Provider;
let invoker: Invoker;
test.beforeAll(async () => {
  world = await World.create();
  provider = await world.register();
  invoker = await world.onboard();
});

test('publish, read, list, change, withdraw', async () => {
  const { aef, apf } = provider;
  const published = await world.ask(apf, 'POST', paths.serviceApis(apf.id), { json: description(aef.id, 'lifecycle') });
  expect(published.status).toBe(201);
  const apiId = textAt(published.body, 'apiId');
  const resource = paths.serviceApi(apf.id, apiId);
  expect(published.headers.get('location')).toBe(`https://ccf.example${resource}`);
  expect((await world.ask(apf, 'GET', resource)).body).toMatchObject({ apiId, apiName: 'lifecycle' });
  expect((await world.ask(apf, 'GET', paths.serviceApis(apf.id))).text).toContain(apiId);

  const renamed = await world.ask(apf, 'PUT', resource, { json: description(aef.id, 'renamed') });
  expect(renamed.body).toMatchObject({ apiId, apiName: 'renamed' });
  const patched = await world.ask(apf, 'PATCH', resource, { patch: { serviceAPICategory: 'toys' } });
  expect(patched.body).toMatchObject({ apiId, apiName: 'renamed', serviceAPICategory: 'toys' });

  expect((await world.ask(apf, 'DELETE', resource)).status).toBe(204);
  expect((await world.ask(apf, 'GET', resource)).status).toBe(404);
});

test('nobody publishes for the AEF of another domain', async () => {
  const other = await world.register();
  const { status } = await world.ask(other.apf, 'POST', paths.serviceApis(other.apf.id), {
    json: description(provider.aef.id),
  });
  expect(status).toBe(403);
});

test('an APF neither sees nor touches what another published', async () => {
  const apiId = await world.publish(provider, 'private');
  const other = await world.register();
  expect((await world.ask(other.apf, 'GET', paths.serviceApis(provider.apf.id))).status).toBe(403);
  expect((await world.ask(other.apf, 'DELETE', paths.serviceApi(other.apf.id, apiId))).status).toBe(404);
});

test('discovery narrows by what is asked', async () => {
  const apiId = await world.publish(provider, 'weather');
  await world.publish(provider, 'traffic');
  const found = async (query: string) =>
    (await world.ask(invoker, 'GET', `${paths.allServiceApis(invoker.id)}${query}`)).text;
  expect(await found('')).toContain('traffic');
  expect(await found('&api-name=weather')).toContain(apiId);
  expect(await found('&api-name=weather')).not.toContain('traffic');
  expect(await found(`&aef-id=${provider.aef.id}&api-version=v1&api-name=weather`)).toContain(apiId);
  expect(await found('&api-version=v9')).toBe('{}');
  expect(await found('&constructor=unknown-parameter')).toContain('weather');
});

test('discovery is for the invoker itself', async () => {
  const other = await world.onboard();
  expect((await world.ask(other, 'GET', paths.allServiceApis(invoker.id))).status).toBe(403);
  expect((await world.ask(invoker, 'GET', '/service-apis/v1/allServiceAPIs')).status).toBe(400);
});
