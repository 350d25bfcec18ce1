/** The same CCF, reached in other ways than the usual one: the verdicts are the same. */
import { networkInterfaces } from 'node:os';
import { NOWHERE } from '../../simulators/invoker/onboarding.ts';
import { expect } from '../support/test.ts';
import { startedCcf, test } from './fixtures.ts';
import { verdictsOf } from './verdicts.ts';
import { targetFile, Watched } from './watched-ccf.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

const SOME = ['-g', 'ccf-two-aefs|ccf-impostor-aef|ccf-offboarding · oauth · TLS 1.3'];
const RULED_OUT = /^ccf-retention /;

test('a whole run over IPv6', async ({ checkout, simulate }) => {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  test.skip(!addresses.some(({ address }) => address === '::1'), 'this machine has no IPv6 loopback address');
  const { ccf, target, ready } = await startedCcf(simulate, checkout, '--host', '::1');
  expect(ready.apiRoot).toMatch(/^https:\/\/\[::1\]:\d+$/);
  const { code, conformance, output } = await checkout.play([], { CAPIF_TARGET: target });
  await ccf.end('SIGTERM');
  if (conformance === undefined) throw new Error(output);
  const verdicts = [...verdictsOf(conformance)].filter(([row]) => !RULED_OUT.test(row));
  expect(verdicts.filter(([, verdict]) => verdict !== 'pass')).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(50);
  expect(code, output).toBe(0);
});

test('HTTP/2 by ALPN', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start({ variant: 'http2' });
  const target = await targetFile(checkout, ccf, { claims: { http: ['h2'] } });
  const { code, conformance, output } = await checkout.play(SOME, { CAPIF_TARGET: target });
  await ccf.close();
  expect(
    conformance?.scenarios.map(({ verdict }) => verdict),
    output,
  ).toEqual(['pass', 'pass', 'pass']);
  expect(conformance?.claimFindings).toBeUndefined();
  expect(code, output).not.toBeNull();
  // HTTP/2 has :authority where HTTP/1.1 has Host.
  expect(watched.asked.filter(({ request }) => request.headers.host !== undefined)).toEqual([]);
});

test('fixed ports, another name for our nodes, and requests that say whose they are', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start();
  // All of 127.0.0.0/8 is loopback on Linux, which CI runs on; elsewhere one address is.
  const advertise = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';
  const listen = { host: '0.0.0.0', advertise, ports: '41730-41749' };
  const target = await targetFile(checkout, ccf, { listen });
  const { conformance, output } = await checkout.play(SOME, { CAPIF_TARGET: target, CAPIF_RUN: 'build-7' });
  await ccf.close();
  expect(
    conformance?.scenarios.map(({ verdict }) => verdict),
    output,
  ).toEqual(['pass', 'pass', 'pass']);
  const subscribed = watched.asked
    .filter(({ request }) => request.method === 'POST' && /\/subscriptions$/.test(request.target))
    .map(({ request }) => new URL(JSON.parse(request.body).notificationDestination).host)
    // An API invoker asks for a moment alone, and listens nowhere.
    .filter((host) => host !== new URL(NOWHERE).host);
  expect(subscribed.length).toBeGreaterThanOrEqual(5);
  expect(subscribed.filter((host) => !host.startsWith(`${advertise}:417`))).toEqual([]);
  const agents = new Set(watched.asked.map(({ request }) => request.headers['user-agent']));
  const inRun = [...agents].filter((agent) => !agent?.includes('(preflight; '));
  expect(inRun.sort()).toEqual(
    ['ccf-impostor-aef', 'ccf-offboarding', 'ccf-two-aefs'].map((id) =>
      expect.stringMatching(new RegExp(`^capif-conformance/\\S+ \\(${id}; oauth; build-7\\)$`)),
    ),
  );
  const correlated = new Set(watched.asked.map(({ request }) => request.headers['x-correlation-id']));
  expect([...correlated]).toContain('build-7-ccf-two-aefs-oauth-tls1.2');
});

test('requests that do not say whose they are', async ({ checkout }) => {
  const watched = new Watched();
  const ccf = await watched.start();
  const target = await targetFile(checkout, ccf, { identify: false });
  await checkout.play(['-g', 'ccf-two-aefs'], { CAPIF_TARGET: target });
  await ccf.close();
  expect(watched.asked.length).toBeGreaterThan(5);
  const said = watched.asked.filter(({ request: { headers } }) => headers['user-agent'] ?? headers['x-correlation-id']);
  expect(said).toEqual([]);
});
