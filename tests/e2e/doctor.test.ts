/** `doctor`: a target that is half wrong gets one sentence that names the field to change; one that is right is ready. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Finding } from '../../harness/doctor/finding.ts';
import { createAuthority } from '../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../simulators/pki/keys.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import { expect, test } from '../support/test.ts';
import { CLI, type Ended, Running, run } from './process.ts';

test.describe.configure({ mode: 'serial' });

let folder: string;
let ccf: Running;
/** A target file that is right, as data. */
let right: Record<string, Record<string, unknown>>;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capif-doctor-'));
  const file = join(folder, 'right.yaml');
  ccf = new Running(CLI, ['simulate', 'ccf', '--write-target', file], { timeoutMs: 240_000 });
  await ccf.nextLine();
  right = parse(await readFile(file, 'utf8'));
});

test.afterAll(async () => {
  await ccf.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

type Change = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Examines the right target with these members changed. */
async function examined(change: Change, env: Readonly<Record<string, string>> = {}, more: readonly string[] = []) {
  const changed = Object.entries(change).map(([key, members]) => [key, { ...right[key], ...members }]);
  return await examine({ ...right, ...Object.fromEntries(changed) }, env, more);
}

async function examine(
  target: object,
  env: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<Ended> {
  await writeFile(join(folder, 'target.yaml'), stringify(target));
  return await run(CLI, ['doctor', 'target.yaml', ...more], { cwd: folder, env, timeoutMs: 40_000 });
}

/** Exactly one problem, in this sentence; nothing secret and no stack. */
function expectProblem({ code, stdout, stderr }: Ended, sentence: RegExp): void {
  const output = stdout + stderr;
  const problems = output.split('\n').filter((line) => /^✗ |^target\.yaml:\d/.test(line));
  expect(problems, output).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
  expect(code, output).toBe(2);
  expect(output).not.toMatch(/^\s+at .*:\d+/m);
  const { onboardingCredential, registrationCredential } = right.identity ?? {};
  expect(output).not.toContain(String(onboardingCredential));
  expect(output).not.toContain(String(registrationCredential));
}

test('a target that is right is ready: everything was tried, and is gone again', async () => {
  const { code, stdout } = await examined({});
  expect(stdout).toMatch(/^Ready\.$/m);
  expect(code).toBe(0);
  for (const tried of ['onboarding', 'subscription to events', 'access token', 'offboarding', 'notification'])
    expect(stdout).toMatch(new RegExp(`^✓ ${tried}: `, 'm'));
  expect(stdout).not.toContain('still there');
  expect(stdout).toMatch(/^- ccf-retention: not at all; the scenario requires the claim retention: true/m);
});

test('the same as JSON', async () => {
  const { code, stdout } = await examined({}, {}, ['--json']);
  const diagnosis = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(diagnosis).toMatchObject({ role: 'ccf', file: 'target.yaml' });
  expect(diagnosis.findings.map(({ status }: Finding) => status)).not.toContain('problem');
  expect(diagnosis.scenarios).toContainEqual({
    scenario: 'ccf-two-aefs',
    ways: ['oauth · TLS 1.2'],
    because: [],
  });
});

test('wrong port', async () => {
  const ended = await examined({ endpoints: { capif: 'https://127.0.0.1:1' } });
  expectProblem(
    ended,
    /target\.yaml endpoints\.capif: nobody listens at 127\.0\.0\.1:1 .*; start the CCF, or correct host and port/,
  );
});

test('expired certificate', async () => {
  const authority = await createAuthority('CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const order = { publicKey, commonName: 'ccf', hosts: ['127.0.0.1'], validForSeconds: -60 };
  const { certificate } = await authority.issue(order);
  const answer = async () => new Response(null, { status: 404 });
  const server = await listen({ label: 'expired', identity: { certificate, key: privateKey }, answer });
  const ended = await examined({
    endpoints: { capif: `https://127.0.0.1:${server.port}` },
    trust: { ca: authority.certificate },
  });
  expectProblem(
    ended,
    /target\.yaml endpoints\.capif: the certificate of 127\.0\.0\.1:\d+ has expired; renew it at the CCF/,
  );
  await server.close();
});

test('wrong CA', async () => {
  const { certificate } = await createAuthority('CA of somebody else');
  const ended = await examined({ trust: { ca: certificate } });
  expectProblem(
    ended,
    /target\.yaml trust\.ca: the certificate of 127\.0\.0\.1:\d+ does not verify with it .*; name the CA that issued it/,
  );
});

test('missing environment variable', async () => {
  const ended = await examined({ identity: { onboardingCredential: `\${ACME_TOKEN}` } });
  expectProblem(
    ended,
    /^target\.yaml:\d+:\d+ identity\.onboardingCredential: the environment variable ACME_TOKEN is not set; set it/,
  );
});

test('wrong credential', async () => {
  const ended = await examined(
    { identity: { onboardingCredential: `\${ACME_TOKEN}` } },
    { ACME_TOKEN: 'yesterdays-token' },
  );
  expectProblem(
    ended,
    /target\.yaml identity\.onboardingCredential: onboarding was refused \(POST \S+ → 401\); correct the Bearer token/,
  );
  expect(ended.stdout).not.toContain('yesterdays-token');
});

test('no callback route', async () => {
  // TEST-NET-1 (RFC 5737): leads nowhere, from the CCF as from here.
  const ended = await examined({ listen: { advertise: '192.0.2.1' }, timing: { answer: '1s', notification: '1s' } });
  expectProblem(
    ended,
    /target\.yaml listen\.advertise: no notification reached our AEF at 192\.0\.2\.1 within 1000 ms; name an address/,
  );
  expect(ended.stdout).toMatch(
    /^! target\.yaml listen\.advertise: "192\.0\.2\.1" does not lead to our nodes from here/m,
  );
});

test('an address to listen on that is not of this machine', async () => {
  const ended = await examined({ listen: { host: '192.0.2.1' } });
  expectProblem(ended, /target\.yaml listen\.host: "192\.0\.2\.1" is no address of this machine .*; name one that is/);
});

test('a hook that hangs', async () => {
  const hang = { exec: 'sleep 60', timeout: '700ms' };
  const invoker = {
    name: 'hanging invoker',
    role: 'invoker',
    hooks: { onboard: hang, invoke: { exec: 'true' }, trigger: { exec: 'true' } },
  };
  const { code, stdout } = await examine(invoker);
  expect(stdout).toMatch(
    /^✗ target\.yaml hooks\.onboard: .*was ended after 700 ms; mend it, or give it a longer timeout/m,
  );
  expect(code).toBe(2);

  const aef = { name: 'hanging AEF', role: 'aef', hooks: { start: hang } };
  const started = await examine(aef);
  expectProblem(started, /target\.yaml hooks\.start: .*700 ms/);
});

test('a run that cannot begin says the same in one line', async () => {
  const text = stringify({ ...right, identity: { ...right.identity, registrationCredential: 'yesterdays-secret' } });
  await writeFile(join(folder, 'target.yaml'), text);
  const args = ['run', '--target', 'target.yaml', '--reports', 'reports'];
  const { code, stdout, stderr } = await run(CLI, args, { cwd: folder, timeoutMs: 40_000 });
  expect((stdout + stderr).trim().split('\n')).toEqual([
    expect.stringMatching(
      /^target\.yaml identity\.registrationCredential: registration of a provider domain was refused \(POST \S+ → 403\); correct the regSec$/,
    ),
  ]);
  expect(code).toBe(2);
});

test('an AEF that is right is ready: it has registered, published and subscribed, served and been notified', async () => {
  const file = join(folder, 'aef.yaml');
  const aef = new Running(CLI, ['simulate', 'aef', '--write-target', file], { timeoutMs: 60_000 });
  await aef.nextLine();
  const { code, stdout, stderr } = await run(CLI, ['doctor', file], { cwd: folder, timeoutMs: 40_000 });
  await aef.end('SIGTERM');
  expect(code, stdout + stderr).toBe(0);
  for (const tried of ['callback address', 'subscribe', 'onboard', 'secure', 'token', 'invoke', 'notification'])
    expect(stdout).toMatch(new RegExp(`^✓ ${tried}: `, 'm'));
  expect(stdout).toMatch(/^Scenarios that can be played: (\d+) of \1$/m);
  expect(stdout).toMatch(/^Ready\.$/m);
});
