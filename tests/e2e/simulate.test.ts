/** `capif-conformance simulate`: what a script that drives it relies on. */
import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTarget } from '../../harness/target/load.ts';
import { monotonicNow } from '../../simulators/wire/clock.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';
import { CLI, run } from './process.ts';

test.describe.configure({ timeout: 60_000 });

/** Some ten processes start at the same time, on what may be few processors. */
const MANY_AT_ONCE = { timeoutMs: 50_000 };

for (const [signal, variant, claims] of [
  ['SIGTERM', 'http2', { http: ['h2', 'http/1.1'] }],
  ['SIGINT', 'separate-onboarding-port', { http: ['http/1.1'] }],
] as const) {
  test(`simulate ccf, ${variant}: ready when it says so, credentials in its file alone, ends on ${signal}`, async ({
    checkout,
    simulate,
  }) => {
    const storage = join(checkout.folder, `of-ccf-${variant}`);
    const options = ['--policy', 'retain', '--variant', variant, '--storage', storage];
    const { ccf, target, ready } = await startedCcf(simulate, checkout, ...options);
    const loaded = loadTarget(target);
    if (loaded.role !== 'ccf') throw new Error(`a target of role ${loaded.role} was written`);
    const { capif, onboarding } = loaded.endpoints;
    expect(onboarding === capif).toBe(variant !== 'separate-onboarding-port');
    expect(ready).toEqual({
      ready: 'ccf',
      apiRoot: capif,
      ...(onboarding !== capif && { onboardingRoot: onboarding }),
      target,
    });
    expect(loaded.claims).toMatchObject({ retention: true, crl: '/ccf/crl', ...claims });
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    expect(loaded.storage).toEqual([{ path: storage }]);
    expect((await stat(storage)).mode & 0o777).toBe(0o700);

    const asked = monotonicNow();
    const { code, stdout, stderr } = await ccf.end(signal);
    expect(code).toBe(0);
    expect((monotonicNow() - asked) / 1e6).toBeLessThan(2);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const { onboardingCredential, registrationCredential } = loaded.identity;
    for (const secret of [onboardingCredential, registrationCredential]) expect(stdout).not.toContain(secret);
  });
}

test('an AEF and an API invoker at that CCF: each method, then offboarding', async ({ checkout, simulate }) => {
  const { ccf, target } = await startedCcf(simulate, checkout);
  const storage = join(checkout.folder, 'own');
  const ofAef = join(checkout.folder, 'of-aef');
  const aef = simulate('aef', '--ccf', target, '--storage', ofAef);
  const invoker = simulate('invoker', '--ccf', target, '--fault', 'keeps-key-backup', '--storage', storage);
  const varied = simulate('aef', '--ccf', target, '--variant', 'tls-1.3-only');
  expect(await varied.nextLine()).toMatchObject({ serviceApi: { methods: ['PKI', 'OAUTH'] } });
  expect((await varied.end('SIGTERM')).code).toBe(0);
  const aefReady = await aef.nextLine();
  expect(aefReady).toMatchObject({ ready: 'aef', aefId: expect.any(String), serviceApi: { host: '127.0.0.1' } });
  expect(aefReady.notificationDestination).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//);
  const { ready, apiInvokerId } = await invoker.nextLine();
  expect(ready).toBe('invoker');

  expect(await invoker.ask('invoke')).toMatchObject({ error: expect.stringContaining('say first: secure') });
  for (const method of ['psk', 'pki', 'oauth']) {
    const secured = await invoker.ask(`secure ${method} ${JSON.stringify(aefReady.serviceApi)}`);
    expect(secured).toMatchObject({
      command: 'secure',
      status: 201,
      ...(method === 'oauth' && { token: { status: 200 } }),
    });
    expect(await aef.ask(`prepare ${apiInvokerId}`)).toEqual({ command: 'prepare', status: 200 });
    expect(await invoker.ask('invoke'), method).toEqual({ command: 'invoke', status: 200 });
  }
  expect(readdirSync(join(ofAef, 'api-invokers'))).toEqual([`${apiInvokerId}.json`]);
  expect(await invoker.ask('secure pks {}')).toMatchObject({ error: 'the method is psk, pki or oauth, not "pks"' });
  expect(await invoker.ask('ofboard')).toMatchObject({ error: 'unknown command; did you mean "offboard"?' });
  expect(await invoker.ask('offboard')).toEqual({ command: 'offboard', status: 204 });
  expect(await aef.ask(`prepare ${apiInvokerId}`)).toEqual({ command: 'prepare', status: 404 });
  expect(await invoker.ask('invoke')).toMatchObject({ error: expect.stringContaining('no access token') });

  expect(readdirSync(storage)).toEqual(['backup.txt']);
  expect(readdirSync(join(ofAef, 'api-invokers'))).toEqual([]);

  invoker.hangUp();
  expect((await invoker.end()).code).toBe(0);
  const ended = await aef.end('SIGTERM');
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  expect((await ccf.end('SIGTERM')).code).toBe(0);
});

test('a node that cannot start says why in one line and exits with 1', async ({ checkout, simulate }) => {
  const busy = await listen({ label: 'busy', answer: async () => new Response() });
  const { ccf, target } = await startedCcf(simulate, checkout);
  await ccf.end('SIGTERM');
  const file = join(checkout.folder, 'never.yaml');
  const lines = await Promise.all(
    [
      ['ccf', '--write-target', file, '--fault', 'keeps-tls-opn'],
      ['ccf', '--write-target', file, '--port', String(busy.port)],
      ['ccf', '--write-target', join(checkout.folder, 'no', 'such', 'folder.yaml')],
      ['aef', '--ccf', target],
      ['invoker', '--ccf', target],
      ['aef', '--ccf', 'targets/reference.yaml'],
      ['aef', '--write-target', file, '--fault', 'keeps-aefpks'],
      ['aef', '--write-target', file, '--host', 'localhost'],
      ['invoker', '--write-target', file, '--variant', 'keeps-id'],
      ['invoker', '--write-target', file, '--port', String(busy.port)],
      ['invoker', '--write-target', file, '--storage', join(target, 'within-a-file')],
    ].map(async (args) => {
      const { code, stdout, stderr } = await run(CLI, ['simulate', ...args], MANY_AT_ONCE);
      // A name that there is not makes no sense; the rest could not be done.
      const expected = /^--(?:fault|variant): unknown/.test(stderr) ? 2 : 1;
      expect({ code, stdout }, args.join(' ')).toEqual({ code: expected, stdout: '' });
      return stderr;
    }),
  );
  await busy.close();
  for (const line of lines) expect(line).toMatch(/^[^\n]+\n$/);
  const [fault, port, folder, aef, invoker, role, aefFault, aefHost, variant, control, storage] = lines;
  expect(fault).toBe('--fault: unknown fault "keeps-tls-opn"; did you mean "keeps-tls-open"?\n');
  expect(port).toBe(`--port: 127.0.0.1 port ${busy.port} is in use already; name another, or 0 for a free one\n`);
  expect(folder).toMatch(/^--write-target: .*folder\.yaml cannot be written \(ENOENT\)/);
  expect(aef).toMatch(/^the AEF cannot serve with the CCF of .*: .*refused/i);
  expect(invoker).toMatch(/^the API invoker cannot onboard at the CCF of .*: .*refused/i);
  expect(role).toMatch(/^--ccf: .*reference\.yaml has role reference; name the target file of a CCF/);
  expect(aefFault).toBe('--fault: unknown fault "keeps-aefpks"; did you mean "keeps-aefpsk"?\n');
  expect(aefHost).toBe('--host: localhost cannot be published; name an IP address or a fully qualified domain name\n');
  expect(variant).toMatch(/^--variant: unknown variant "keeps-id"; known: waits-for-teardown, /);
  expect(control).toBe(port);
  expect(storage).toMatch(/^--storage: .*within-a-file cannot be used \(ENOTDIR\); name a folder that is yours/);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('a wrong command line exits with 2, and help with 0', async () => {
  const results = await Promise.all(
    [
      ['simulate', 'ccf'],
      ['simulate', 'ccf', '--write-target', 'x.yaml', '--prot', '1'],
      ['simulate', 'aef'],
      ['simulate', 'invoker', '--ccf', 'x.yaml', '--write-target', 'y.yaml'],
      ['simulate', 'aef', '--ccf', 'x.yaml', '--port', '1'],
      ['simulate', 'ccf', '--help'],
      ['simulate', 'aef', '--help'],
      ['simulate', 'invoker', '--help'],
    ].map((args) => run(CLI, args, MANY_AT_ONCE)),
  );
  expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 0, 0, 0]);
  expect(results.slice(0, 5).map(({ stderr }) => stderr)).toEqual([
    "error: required option '--write-target <file>' not specified\n",
    "error: unknown option '--prot' (Did you mean --port?)\n",
    "error: either '--write-target <file>' or '--ccf <file>' must be specified\n",
    "error: option '--ccf <file>' cannot be used with option '--write-target <file>'\n",
    "error: option '--port <number>' cannot be used with option '--ccf <file>'\n",
  ]);
  const helps = results.slice(5).map(({ stdout }) => stdout);
  for (const [index, name] of ['keeps-tls-open', 'keeps-aefpsk', 'keeps-key-backup'].entries()) {
    expect(helps[index]).toContain(name);
  }
  for (const [index, name] of ['http2', 'refuses-with-404', 're-onboards'].entries())
    expect(helps[index]).toContain(name);
});
