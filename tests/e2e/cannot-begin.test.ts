/** Runs that cannot begin: one clear sentence, nothing played, and the report of an earlier run put aside, lest it be taken for this one's. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { targetToYaml } from '../../harness/target/write.ts';
import { createAuthority } from '../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../simulators/pki/keys.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import type { Listener } from '../../simulators/wire/types.ts';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { test } from './fixtures.ts';
import { PROJECT } from './process.ts';

/** What an earlier, green run would have left. */
const STALE = '{ "harness": { "name": "capif-conformance", "version": "1" }, "scenarios": [{}] }';

/** A server at which nothing is to be asked, with a certificate of this authority, or plain HTTP. */
async function server(certified?: { readonly by: Awaited<ReturnType<typeof createAuthority>>; readonly host: string }) {
  const answer = async () => new Response('not a CCF', { status: 500 });
  if (certified === undefined) return await listen({ label: 'plain HTTP', answer });
  const { publicKey, privateKey } = await generateKeyPair();
  const { by, host } = certified;
  const { certificate } = await by.issue({ publicKey, commonName: 'ccf', hosts: [host] });
  return await listen({ label: 'HTTPS', identity: { certificate, key: privateKey }, answer });
}

function targetAt({ host, port }: Pick<Listener, 'host' | 'port'>, ca: string): WrittenTarget {
  return {
    name: 'unreachable',
    role: 'ccf',
    endpoints: { capif: `https://${host}:${port}` },
    trust: { ca },
    identity: { onboardingCredential: 'onboard-me-please', registrationCredential: 'register-me-please' },
  };
}

/** The text of a target file that is right, for making it wrong. Nobody is handed port 1 by the system, so nobody listens there. */
async function text(): Promise<string> {
  const { certificate } = await createAuthority('CA');
  return targetToYaml(targetAt({ host: '127.0.0.1', port: 1 }, certificate));
}

test('files of somebody else where the reports are to go: refused, and left alone', async ({ checkout }) => {
  test.setTimeout(60_000);
  await checkout.write('site/index.html', 'my site');
  const { code, output } = await checkout.play([], { CAPIF_REPORTS: 'site' });
  expect(code, output).not.toBe(0);
  expect(output).toContain('CAPIF_REPORTS site: index.html there would be overwritten');
  expect(output).not.toMatch(/^\s+at .*:\d+/m);
  expect(await checkout.read('site/index.html')).toBe('my site');
});

/** The run must say exactly this one sentence about these files, end as not successful, and leave nothing that looks like a result. */
async function refused(checkout: Checkout, env: Readonly<Record<string, string>>, sentence: RegExp): Promise<void> {
  test.setTimeout(60_000);
  const stale = await checkout.write('reports/out/conformance.json', STALE);
  await checkout.write('reports/out/summary.md', STALE);
  const page = await checkout.write('reports/out/allure-report/index.html', STALE);
  const { code, output, conformance } = await checkout.play([], env).catch((error: unknown) => {
    throw new Error('a report that is none was left', { cause: error });
  });
  expect(code, output).not.toBe(0);
  expect(code, output).not.toBeNull();
  const told = output.split('\n').filter((line) => sentence.test(line));
  const sentences = new Set(told.map((line) => sentence.exec(line)?.[0]));
  expect([...sentences], output).toHaveLength(1);
  // No other problem is told of any file of ours, no stack, and no credential.
  const problems = output.split('\n').filter((line) => /\.yaml(:\d+)? /.test(line) && !sentence.test(line));
  expect(problems).toEqual([]);
  expect(output).not.toMatch(/^\s+at .*:\d+/m);
  expect(output).not.toContain('-me-please');
  expect(output).not.toMatch(/^[✓✗–]/m);
  expect(conformance?.scenarios ?? []).toEqual([]);
  for (const path of [stale, page]) expect(await readFile(path, 'utf8').catch(() => '')).not.toBe(STALE);
  expect(await checkout.read('reports/out/previous/conformance.json')).toBe(STALE);
}

test('nobody listens', async ({ checkout }) => {
  await checkout.write('target.yaml', await text());
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml endpoints\.capif: nobody listens at 127\.0\.0\.1:1 \(connection refused\); start the CCF, or correct host and port/,
  );
});

test('what listens does not speak TLS', async ({ checkout }) => {
  const plain = await server();
  const { certificate } = await createAuthority('CA');
  await checkout.write('target.yaml', targetToYaml(targetAt(plain, certificate)));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml endpoints\.capif: what answers at 127\.0\.0\.1:\d+ does not speak TLS; name the HTTPS port/,
  );
  await plain.close();
});

test('another CA issued the certificate', async ({ checkout }) => {
  const foreign = await server({ by: await createAuthority('CA of theirs'), host: '127.0.0.1' });
  const { certificate } = await createAuthority('CA of ours');
  await checkout.write('target.yaml', targetToYaml(targetAt(foreign, certificate)));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml trust\.ca: the certificate of 127\.0\.0\.1:\d+ does not verify with it .*; name the CA that issued it/,
  );
  await foreign.close();
});

test('the certificate is for another host', async ({ checkout }) => {
  const authority = await createAuthority('CA');
  const elsewhere = await server({ by: authority, host: 'elsewhere.example' });
  await checkout.write('target.yaml', targetToYaml(targetAt(elsewhere, authority.certificate)));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml trust\.servername: the certificate of 127\.0\.0\.1:\d+ is not for "127\.0\.0\.1"; name its host there/,
  );
  await elsewhere.close();
});

test('an environment variable is missing', async ({ checkout }) => {
  const wanting = (await text()).replace('onboard-me-please', `\${ACME_ONBOARD_TOKEN}`);
  await checkout.write('target.yaml', wanting);
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml:\d+:\d+ identity\.onboardingCredential: the environment variable ACME_ONBOARD_TOKEN is not set; .*/,
  );
});

test('a key is mistyped', async ({ checkout }) => {
  await checkout.write('target.yaml', (await text()).replace('endpoints:', 'endpoint:'));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml:3:1 unknown key "endpoint"; did you mean "endpoints"\?/,
  );
});

test('a probe is mistyped in a scenario', async ({ checkout }) => {
  const scenario = await readFile(join(PROJECT, 'scenarios/ccf/unknown-id.yaml'), 'utf8');
  const mistyped = scenario.replace('given: [aef-subscribed', 'given: [aef-subscribd');
  expect(mistyped).not.toBe(scenario);
  const path = await checkout.write('mine/unknown-id.yaml', mistyped);
  await refused(
    checkout,
    { CAPIF_SCENARIOS: join(path, '..') },
    /mine\/unknown-id\.yaml:\d+:\d+ unknown \w+ "aef-subscribd"; did you mean "aef-subscribed"\?/,
  );
});

/** An AEF that its start hook is to bring up. */
function startedBy(exec: string, timeout: string): string {
  return targetToYaml({ name: 'never up', role: 'aef', hooks: { start: { exec, timeout } } });
}

test('a start hook fails', async ({ checkout }) => {
  await checkout.write('target.yaml', startedBy('echo no licence found >&2; exit 3', '10s'));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml hooks\.start: the start hook \(echo …\) ended with exit code 3; it must be 0; it last said: no licence found$/,
  );
});

test('a start hook hangs', async ({ checkout }) => {
  await checkout.write('target.yaml', startedBy('exec sleep 60', '1s'));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml hooks\.start: the start hook \(exec …\) stayed, but printed no JSON object within 1000 ms, and was ended; .*/,
  );
});

test('a start hook brings up an AEF that does not register', async ({ checkout }) => {
  const mute = startedBy("echo '{}'", '10s').replace(/\n*$/, '\ntiming: { answer: 300ms }\n');
  await checkout.write('target.yaml', mute);
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml hooks\.start: the AEF has not published a service API at our CCF within 300 ms of its start; .*/,
  );
});

test('an onboard hook fails', async ({ checkout }) => {
  const hooks = { onboard: { exec: 'echo no route to the CCF >&2; exit 4' }, trigger: { exec: 'true' } };
  await checkout.write('target.yaml', targetToYaml({ name: 'never onboarded', role: 'invoker', hooks }));
  await refused(
    checkout,
    { CAPIF_TARGET: 'target.yaml' },
    /target\.yaml hooks\.onboard: the onboard hook \(echo …\) ended with exit code 4; it must be 0; it last said: no route to the CCF$/,
  );
});
