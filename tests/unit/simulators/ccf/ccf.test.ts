import { deriveAefPsk } from '../../../../simulators/capif/aefpsk.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { offerLegacyVersion } from '../../../../simulators/wire/legacy-hello.ts';
import { expect, test } from '../../../support/test.ts';
import type { Provider } from './cast.ts';
import { discovery, offboard, Stage } from './stage.ts';

let stage: Stage;
let provider: Provider;
test.beforeAll(async () => {
  stage = await Stage.open();
  provider = await stage.register();
});
test.afterAll(() => stage.close());

test('both ends of a TLS 1.2 session derive the same AEFPSK', async () => {
  const invoker = await stage.onboard();
  const session = await stage.session(invoker, { maxVersion: 'TLSv1.2', tickets: false });
  expect((await stage.secure(session, invoker, provider.aef, 'PSK')).response?.status).toBe(201);
  const secrets = session.secrets();
  if (secrets === undefined) throw new Error('the session has no Annex A inputs');
  const ours = deriveAefPsk({ ...secrets, interfaceInformation: '127.0.0.1:8443' }).toString('hex');
  expect(await stage.authenticationInfo(provider.aef, invoker)).toBe(ours);
});

test('over TLS 1.3 there is no AEFPSK, and PSK is refused', async () => {
  const invoker = await stage.onboard();
  const { response } = await stage.secure(await stage.session(invoker), invoker, provider.aef, 'PSK');
  expect(response?.status).toBe(403);
  expect(response?.body).toContain('TLS 1.2 with a session ID');
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`offboarding ends every session of that invoker with close_notify, after the answer (${version})`, async () => {
    const [leaving, bystander] = [await stage.onboard(), await stage.onboard()];
    const [asking, parallel, other] = await Promise.all([
      stage.session(leaving, { maxVersion: version }),
      stage.session(leaving, { maxVersion: version }),
      stage.session(bystander, { maxVersion: version }),
    ]);
    expect(await discovery(parallel, leaving)).toBe(200);
    const { response } = await offboard(asking, leaving);
    expect(response).toMatchObject({ status: 204, body: '', complete: true });
    expect(await asking.peerEnd(1000)).toMatchObject({ by: 'peer', signal: 'close_notify' });
    expect(await parallel.peerEnd(1000)).toMatchObject({ by: 'peer', signal: 'close_notify' });
    expect(await discovery(other, bystander)).toBe(200);
  });

  test(`an old session is not resumed, and the old certificate gets 401 (${version})`, async () => {
    const leaving = await stage.onboard();
    const first = await stage.session(leaving, { maxVersion: version });
    expect(await discovery(first, leaving)).toBe(200);
    const resume = first.resumption();
    const again = await stage.session(leaving, { maxVersion: version, resume });
    expect(again.facts?.resumed).toBe(true);
    expect(await discovery(again, leaving)).toBe(200);
    await offboard(first, leaving);
    const after = await stage.session(leaving, { maxVersion: version, resume });
    expect(after.facts?.resumed).toBe(false);
    expect(await discovery(after, leaving)).toBe(401);
  });
}

test('TLS 1.1 is refused', async () => {
  const { port } = new URL(stage.ccf.apiRoot);
  const seen = await offerLegacyVersion({ host: '127.0.0.1', port: Number(port), version: 'TLSv1.1', label: 'old' });
  expect(seen).toMatchObject({ outcome: 'refused' });
});

test('AEF and CCF authenticate each other when a notification is sent', async () => {
  const aef = await stage.receiver(provider.aef, [stage.ccf.trust]);
  const subscriptionId = await stage.subscribe(provider.aef, aef.destination);
  const leaving = await stage.onboard();
  await offboard(await stage.session(leaving), leaving);
  const [notification] = await aef.until(1);
  expect(notification).toEqual({
    method: 'POST',
    alpn: 'http/1.1',
    contentType: 'application/json',
    body: { subscriptionId, events: 'API_INVOKER_OFFBOARDED', eventDetail: { apiInvokerIds: [leaving.id] } },
    peer: expect.objectContaining({ by: 'certificate', subject: 'CN=ccf', verified: true }),
  });
});

test('an AEF that the CAPIF CA did not certify, or that is somebody else, is told nothing', async () => {
  const keys = await generateKeyPair();
  const other = await createAuthority('CAPIF CA');
  const { certificate } = await other.issue({ publicKey: keys.publicKey, commonName: provider.aef.id });
  const impostor = await stage.receiver({ certificate, keys }, [stage.ccf.trust]);
  const stranger = await stage.receiver(provider.apf, [stage.ccf.trust]);
  const genuine = await stage.receiver(provider.aef, [stage.ccf.trust]);
  for (const { destination } of [impostor, stranger, genuine]) await stage.subscribe(provider.aef, destination);
  const leaving = await stage.onboard();
  await offboard(await stage.session(leaving), leaving);
  await genuine.until(1);
  // Refused as soon as their certificates are seen, which is before the genuine one has answered or at about that time.
  await expect
    .poll(() => stage.events.filter((event) => event.kind === 'connect-failed' && event.side === 'client').length)
    .toBeGreaterThanOrEqual(2);
  expect([...impostor.received, ...stranger.received]).toEqual([]);
});

test('an AEF that was unreachable for a while learns of it', async () => {
  const aef = await stage.receiver(provider.aef, [stage.ccf.trust], (count) => (count < 3 ? 503 : 204));
  await stage.subscribe(provider.aef, aef.destination);
  const leaving = await stage.onboard();
  await offboard(await stage.session(leaving), leaving);
  expect((await aef.until(3)).length).toBe(3);
});
