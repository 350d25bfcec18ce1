/** An API invoker under test that expects a CCF as OpenCAPIF is: what its hooks are told, and what our nodes then do. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HookInput } from '../../../../harness/hooks/contract.ts';
import { externalInvoker } from '../../../../harness/surroundings/around-invoker.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { OPENCAPIF } from '../../../../simulators/dialects/opencapif.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import { expect, test } from '../../../support/test.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'around-invoker-'));
  await writeFile(join(folder, 'hook.sh'), 'cat > told.json; cat told.json >&2; exit 1\n');
});
test.afterEach(() => rm(folder, { recursive: true }));

/** Its hooks write down what they are told, say it to stderr, and fail. */
function targetOf(more: string) {
  const hook = '{ exec: "sh ./hook.sh" }';
  const text = `name: X\nrole: invoker\nhooks: { onboard: ${hook}, trigger: ${hook} }\n${more}`;
  const target = parseTarget(text, { file: 'x.yaml', folder, env: {} });
  if (target.role !== 'invoker') throw new Error('the target is not what it was');
  return target;
}

const WANTED = { scenario: 'a-scenario', method: 'oauth', tls: '1.3', requires: {} } as const;

async function toldTo(more: string) {
  const source = externalInvoker(targetOf(more));
  const surroundings = await source.get(WANTED);
  if (surroundings.role !== 'invoker') throw new Error('an invoker has other surroundings');
  const result = await surroundings.invoker.run('onboard', {});
  const told = HookInput.parse(JSON.parse(await readFile(join(folder, 'told.json'), 'utf8')));
  return { source, surroundings, result, told };
}

test('in dialect opencapif its hooks are told of the register service and an account there, and nothing that would not help', async () => {
  const { source, surroundings, result, told } = await toldTo('dialect: opencapif\nclaims: { methods: [oauth] }\n');
  const { register = '', username = '', password = '' } = surroundings.ownCcf.provider;
  expect(told.ccf.provider).toEqual({ register, username, password });
  expect(told.ccf.onboardingCredential).toBeUndefined();
  expect(told.ccf.registrationCredential).toBeUndefined();
  expect(result.detail, 'it said all that to stderr').toContain(username);
  expect(result.detail).not.toContain(password);

  // With what it was told it gets as far as a token, for the method that it claims.
  const { apiRoot, ca: trust } = told.ccf;
  const provider = { register, username, password };
  const invoker = createInvoker({ apiRoot, trust, label: 'X', dialect: OPENCAPIF, provider });
  expect((await invoker.onboard()).response?.status).toBe(201);
  const discovered = await invoker.discover();
  expect(discovered.response?.body).toContain('"securityMethods":["OAUTH"]');
  await invoker.secureWith('OAUTH', surroundings.aef.serviceApi);
  await invoker.requestToken({ withSecret: false });
  expect((await invoker.invoke('OAUTH', surroundings.aef.serviceApi)).response?.status).toBe(200);
  expect((await invoker.offboard()).response?.status).toBe(204);
  await source.close();
});

test('otherwise they are told the credentials of TS 29.222, and of no register service', async () => {
  const { source, surroundings, told } = await toldTo('');
  const { onboardingCredential, registrationCredential } = surroundings.ownCcf;
  expect(told.ccf).toMatchObject({ onboardingCredential, registrationCredential });
  expect(told.ccf.provider).toBeUndefined();
  await source.close();
});
