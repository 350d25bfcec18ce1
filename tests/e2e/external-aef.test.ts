/** An AEF that runs elsewhere, whichever way it is brought up: the verdicts of the built-in one, and of a fault exactly its row. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { targetToYaml } from '../../harness/target/write.ts';
import { EventNotification } from '../../simulators/capif/events.ts';
import { createAuthority } from '../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../simulators/pki/keys.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import { expect } from '../support/test.ts';
import { startedNode, test } from './fixtures.ts';
import { expectClean, playAndRead, reportOf } from './recorded.ts';
import { verdictsOf, withVerdict } from './verdicts.ts';

test.describe.configure({ timeout: 240_000 });

test('an AEF that runs elsewhere gets the verdicts of the built-in one, but for resumption that it does not offer', async ({
  checkout,
  simulate,
}) => {
  const builtIn = await playAndRead(checkout, {}, ['-g', '@aef']);
  expect(builtIn.code, builtIn.output).toBe(0);
  const expected = verdictsOf(reportOf(builtIn));
  const storage = join(checkout.folder, 'of-aef');
  const { node, target } = await startedNode('aef', simulate, checkout, '--storage', storage);
  const external = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', '@aef']);
  expect(external.code, external.output).toBe(0);
  const seen = verdictsOf(reportOf(external));

  expect(expected.size).toBeGreaterThan(50);
  expect([...seen.keys()]).toEqual([...expected.keys()]);
  const different = [...expected].filter(([row, verdict]) => seen.get(row) !== verdict);
  // The built-in AEF has a second port without TLS-PSK for this one. Beside TLS-PSK nothing is resumed in TLS 1.3, so that nothing can come back.
  expect(different.map(([row, verdict]) => [row, verdict, seen.get(row)])).toEqual([
    [expect.stringMatching(/^aef-resumption · pki · TLS 1\.3 · \d+ S9-not-resumable$/), 'pass', 'not-applicable'],
  ]);
  expect(withVerdict(reportOf(external), 'pass')).toEqual(withVerdict(reportOf(builtIn), 'pass'));
  expect(reportOf(external).unjudged).toEqual([]);
  expectClean(external, ['onboarding-credential', 'access-token', 'AEFPSK']);
  await node.end('SIGTERM');
});

test('an AEF that keeps the AEFPSK fails S8-aefpsk-deleted, and nothing else', async ({ checkout, simulate }) => {
  const { target } = await startedNode('aef', simulate, checkout, '--fault', 'keeps-aefpsk');
  const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', 'aef-offboarding · psk']);
  expect(run.code, run.output).toBe(1);
  const report = reportOf(run);
  expect(withVerdict(report, 'fail')).toEqual(['S8-aefpsk-deleted']);
  // Where nothing is deleted there is no order of deletion and acknowledgement.
  expect(withVerdict(report, 'inconclusive')).toEqual(['S10-after-deletion']);
  expect([...withVerdict(report, 'error'), ...withVerdict(report, 'warn')]).toEqual([]);
  expectClean(run, ['AEFPSK']);
});

test('an AEF that keeps a backup of the AEFPSK fails the same, and neither output nor reports repeat what was found', async ({
  checkout,
  simulate,
}) => {
  const storage = join(checkout.folder, 'with-backup');
  const args = ['--storage', storage, '--fault', 'keeps-aefpsk-backup'];
  const { target } = await startedNode('aef', simulate, checkout, ...args);
  const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', 'aef-offboarding · psk · TLS 1.2']);
  expect(run.code, run.output).toBe(1);
  const report = reportOf(run);
  expect(withVerdict(report, 'fail')).toEqual(['S8-aefpsk-deleted']);
  for (const verdict of ['inconclusive', 'error', 'warn']) expect(withVerdict(report, verdict)).toEqual([]);
  const backup = join(storage, 'backup.txt');
  expect(run.output).toContain(`${backup}:0 (base64)`);
  const key = (await readFile(backup, 'utf8')).trim();
  expectClean(run, ['AEFPSK'], { 'as stored': key, raw: Buffer.from(key, 'base64').toString('hex') });
});

/** An AEF that knows nothing of CAPIF but where it takes notifications: it serves everybody, deletes nothing, and counts. */
async function ignorantAef() {
  const authority = await createAuthority('CA of an AEF');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'aef', hosts: ['127.0.0.1'] });
  const seen = { calls: 0, offboarded: new Set<string>() };
  const listener = await listen({
    label: 'an AEF that is configured by hand',
    identity: { certificate, key: privateKey },
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (request.method === 'GET' && pathname === '/weather/v2/today' && request.headers.has('authorization')) {
        seen.calls += 1;
        return Response.json({ weather: 'fair' });
      }
      if (request.method !== 'POST' || pathname !== '/told') return new Response(null, { status: 404 });
      const { eventDetail } = EventNotification.parse(await request.json());
      for (const id of eventDetail?.apiInvokerIds ?? []) seen.offboarded.add(id);
      return new Response(null, { status: 204 });
    },
  });
  const at = `https://127.0.0.1:${listener.port}`;
  const target: WrittenTarget = {
    name: 'configured by hand',
    role: 'aef',
    endpoints: { serviceApi: `${at}/weather/v2/today`, notificationDestination: `${at}/told` },
    trust: { ca: authority.certificate },
    claims: { methods: ['oauth'] },
    timing: { teardown: '300ms', deletion: '300ms', quiet: '100ms', answer: '3s' },
  };
  return { seen, target, close: () => listener.close() };
}

test('an AEF that never registered anywhere is called and notified where its target file says', async ({
  checkout,
}) => {
  const aef = await ignorantAef();
  const target = await checkout.write('by-hand.yaml', targetToYaml(aef.target));
  const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', 'aef-offboarding · oauth · TLS 1.2']);
  await aef.close();
  expect(run.code, run.output).toBe(1);
  expect(aef.seen.calls).toBeGreaterThan(2);
  expect(aef.seen.offboarded.size).toBe(1);
  const report = reportOf(run);
  expect(withVerdict(report, 'error')).toEqual([]);
  expect(withVerdict(report, 'fail')).toEqual(['S8-token-refused', 'S9-torn-down']);
  expect(withVerdict(report, 'pass')).toEqual(
    expect.arrayContaining(['S0-tls-version', 'S8-others-intact', 'S10-acknowledged']),
  );
});

test('a start hook that is the AEF itself: it stays, and is ended with the run', async ({ checkout }) => {
  await checkout.write('start-aef.ts', START_HOOK);
  const target = await checkout.write(
    'own-process.yaml',
    targetToYaml({
      name: 'a process of the start hook',
      role: 'aef',
      hooks: { start: { exec: `exec ${process.execPath} --import tsx start-aef.ts` } },
    }),
  );
  const run = await playAndRead(checkout, { CAPIF_TARGET: target }, ['-g', 'aef-offboarding · oauth · TLS 1.3']);
  expect(run.code, run.output).toBe(0);
  expect(withVerdict(reportOf(run), 'pass')).toEqual(expect.arrayContaining(['S8-token-refused', 'S9-torn-down']));
  const pids = (await checkout.read('started.txt')).trim().split('\n').map(Number);
  // Once to see whether the run can begin, and once for the run.
  expect(pids.length).toBe(2);
  expect(pids.filter(isRunning)).toEqual([]);
});

/** Reads its task from stdin, as docs/hooks.md has it, and says where it is when it is ready. */
const START_HOOK = `
import { appendFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { startOnDemandAef } from './simulators/aef/on-demand.ts';

appendFileSync('started.txt', process.pid + '\\n');
const task = JSON.parse(await text(process.stdin));
const { aef, serviceApi, notificationDestination } = await startOnDemandAef({ label: 'aef' }, task);
process.once('SIGTERM', () => void aef.close().then(() => process.exit()));
console.log(JSON.stringify({ serviceApi, notificationDestination }));
`;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
