/** `simulate all`: the nodes that somebody else's node can be developed against. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '../support/test.ts';
import { test as base } from './fixtures.ts';
import type { Running } from './process.ts';

const shell = promisify(execFile);
type Line = Readonly<Record<string, unknown>>;

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const parent = await mkdtemp(join(tmpdir(), 'capif-simulation-'));
    await use(join(parent, 'all'));
    await rm(parent, { recursive: true });
  },
});
test.describe.configure({ timeout: 90_000 });

/** Lines up to the one that is looked for. */
async function until(node: Running, wanted: (line: Line) => boolean): Promise<{ found: Line; before: Line[] }> {
  const before: Line[] = [];
  for (;;) {
    const line = await node.nextLine();
    if (wanted(line)) return { found: line, before };
    before.push(line);
  }
}

const isReady = (line: Line) => 'ready' in line;

/** Gives a command; the messages that it caused come before its answer, or after it. */
async function said(node: Running, line: string) {
  node.say(line);
  return await until(node, ({ command }) => command === line.split(' ')[0]);
}

async function modesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const modes = await Promise.all(
    ['.', ...names].map(async (name) => {
      const { mode } = await stat(join(folder, name));
      return (mode & 0o777).toString(8);
    }),
  );
  return [...new Set(modes)].sort();
}

/** The requests of the folder's README, as a shell takes them. */
async function requestsIn(folder: string): Promise<string[]> {
  const [, block = ''] = /```sh\n(.*?)```/s.exec(await readFile(join(folder, 'README.md'), 'utf8')) ?? [];
  return block.split('\n\n');
}

const asked = (folder: string, request: string) =>
  shell('sh', ['-c', request], { cwd: folder, timeout: 15_000 }).then(({ stdout }) => stdout);

test('three nodes: the clause can be watched, and a fault takes effect while they run', async ({
  simulate,
  folder,
}) => {
  const all = simulate('all', '--folder', folder, '--json');
  const { found: ready } = await until(all, isReady);
  expect(ready).toMatchObject({ ready: ['ccf', 'aef', 'invoker'], faults: { ccf: [], aef: [], invoker: [] } });
  expect(await modesBelow(folder)).toEqual(['600', '700']);
  const secrets = await secretsIn(folder);
  expect(secrets.length).toBeGreaterThanOrEqual(5);

  const torn = (line: Line) => line.seen === 'end' && line.by === 'ccf' && line.from === 'invoker';
  const notified = (line: Line) => line.from === 'ccf' && line.to === 'aef' && line.method === 'POST';
  expect((await said(all, 'invoke')).found).toMatchObject({ status: 200 });
  const offboarded = await said(all, 'offboard');
  expect(offboarded.found).toMatchObject({ status: 204 });
  const lines = [...offboarded.before];
  for (const wanted of [torn, notified]) if (!lines.some(wanted)) lines.push((await until(all, wanted)).found);
  expect(lines.find(({ method }) => method === 'DELETE')).toMatchObject({ from: 'invoker', to: 'ccf', status: 204 });

  expect((await said(all, 'fault ccf keeps-tls-open')).found).toMatchObject({ ccf: ['keeps-tls-open'] });
  expect((await said(all, 'fault ccf accepts-tls-1.1')).found).toMatchObject({
    error: expect.stringContaining('decided when the ports are opened'),
  });
  expect((await said(all, 'onboard')).found).toMatchObject({ status: 201 });
  const open = await said(all, 'offboard');
  expect(open.found).toMatchObject({ status: 204 });
  expect(open.before.filter(({ seen, by }) => seen === 'end' && by === 'ccf').filter(torn)).toEqual([]);
  expect(open.before.some((line) => line.seen === 'end' && line.by === 'invoker')).toBe(true);

  const { code, stdout, stderr } = await all.end('SIGINT');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const secret of secrets) expect(stdout.includes(secret), 'a secret on the screen').toBe(false);
});

async function secretsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /key\.pem|secret|credential$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  // Of a key the middle: it begins as every key of its kind does.
  return texts.map((text) => (text.includes('-----') ? (text.split('\n')[1] ?? '').slice(20) : text));
}

for (const method of ['psk', 'pki', 'oauth'] as const) {
  test(`${method}: whoever develops an API invoker is served with what is in the folder`, async ({
    simulate,
    folder,
  }) => {
    const all = simulate('all', '--folder', folder, '--json', '--without', 'invoker', '--method', method);
    const { found: ready } = await until(all, isReady);
    const requests = await requestsIn(folder);
    expect(requests).toHaveLength(4);
    const [discovery = '', call = '', trusted = '', offboarding = ''] = requests;
    expect(await asked(folder, discovery)).toContain('"apiName"');
    expect(await asked(folder, call)).toContain(`"hello":"${ready.apiInvokerId}"`);
    expect(await asked(folder, trusted)).toContain('"securityInfo"');
    expect(await asked(folder, offboarding)).toMatch(/^HTTP\/1\.1 204/);
    await until(all, (line) => line.from === 'your invoker' && line.method === 'DELETE' && line.status === 204);
    expect((await said(all, 'invoke')).found).toMatchObject({ error: expect.stringContaining('is yours') });
    expect((await all.end('SIGTERM')).code).toBe(0);
  });
}

test('whoever develops an AEF has an identity to publish with, and the API invoker finds what was published', async ({
  simulate,
  folder,
}) => {
  const all = simulate('all', '--folder', folder, '--json', '--without', 'aef');
  const { found: ready } = await until(all, isReady);
  expect(ready.ready).toEqual(['ccf', 'invoker']);
  expect((await said(all, 'invoke')).found).toMatchObject({
    error: expect.stringMatching(/discovery found 0 service APIs/),
  });
  const ids: unknown = JSON.parse(await readFile(join(folder, 'aef/aef.json'), 'utf8'));
  expect(ids).toEqual({ aefId: expect.any(String), apfId: expect.any(String) });
  const requests = await requestsIn(folder);
  const publishing = requests.find((request) => request.startsWith('# Publish')) ?? '';
  await asked(folder, `printf '%s' '${JSON.stringify(description(ids))}' > my-service-api.json`);
  expect(await asked(folder, publishing)).toContain('"apiId"');
  // Nobody serves there; that it is tried says that discovery and security context have come about.
  expect((await said(all, 'invoke')).found).toMatchObject({ error: expect.stringContaining('refused') });
  await all.end('SIGTERM');
});

function description(ids: unknown): object {
  const aefId = typeof ids === 'object' && ids !== null && 'aefId' in ids ? ids.aefId : '';
  const securityMethods = ['PKI'];
  const versions = [{ apiVersion: 'v1', resources: [{ resourceName: 'r', commType: 'REQUEST_RESPONSE', uri: '/r' }] }];
  const interfaceDescriptions = [{ ipv4Addr: '127.0.0.1', port: 1, securityMethods }];
  const profile = { aefId, versions, protocol: 'HTTP_1_1', dataFormat: 'JSON', securityMethods, interfaceDescriptions };
  return { apiName: 'mine', description: 'mine', supportedFeatures: '0', aefProfiles: [profile] };
}
