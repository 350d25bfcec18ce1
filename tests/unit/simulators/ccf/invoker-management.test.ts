import { X509Certificate } from 'node:crypto';
import { paths } from '../../../../simulators/capif/paths.ts';
import { commonName } from '../../../../simulators/pki/certificates.ts';
import { createCsr } from '../../../../simulators/pki/csr.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';
import { enrolment, textAt } from './cast.ts';
import { World } from './world.ts';

let world: World;
test.beforeAll(async () => {
  world = await World.create();
});

test('onboarding by CSR gives id, certificate, secret and an absolute Location', async () => {
  const keys = await generateKeyPair();
  const csr = await createCsr({ keyPair: keys, commonName: 'I am the CCF' });
  const { status, headers, body } = await world.ask({}, 'POST', paths.onboardedInvokers(), {
    json: { ...enrolment(csr), apiInvokerInformation: 'drone', supportedFeatures: 'ff', apiInvokerId: 'mine' },
    headers: world.bearer,
  });
  expect(status).toBe(201);
  const certificate = textAt(body, 'onboardingInformation', 'apiInvokerCertificate');
  const apiInvokerId = textAt(body, 'apiInvokerId');
  expect(apiInvokerId).toMatch(/^INV/);
  expect(commonName(certificate)).toBe(apiInvokerId);
  expect(new X509Certificate(certificate).verify(new X509Certificate(world.node.authority.certificate).publicKey)).toBe(
    true,
  );
  expect(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' })).toBe(keys.publicKey);
  expect(textAt(body, 'onboardingInformation', 'onboardingSecret')).toMatch(/^[0-9a-f]{64}$/);
  expect(body).toMatchObject({ apiInvokerInformation: 'drone', supportedFeatures: '0' });
  const location = headers.get('location') ?? '';
  expect(location).toMatch(/^https:\/\/ccf\.example\/api-invoker-management\/v1\/onboardedInvokers\/ONB/);
  expect(location).not.toContain(apiInvokerId);
});

test('onboarding by public key', async () => {
  const { publicKey } = await generateKeyPair();
  const asked = { json: enrolment(publicKey), headers: world.bearer };
  const { status, body } = await world.ask({}, 'POST', paths.onboardedInvokers(), asked);
  expect(status).toBe(201);
  expect(textAt(body, 'onboardingInformation', 'apiInvokerPublicKey')).toBe(publicKey);
});

for (const [name, authorization] of [
  ['no credential', undefined],
  ['a wrong credential', 'Bearer 00'],
  ['another scheme', 'Basic Zm9vOmJhcg=='],
] as const) {
  test(`onboarding with ${name} is refused`, async () => {
    const { publicKey } = await generateKeyPair();
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await world.ask({}, 'POST', paths.onboardedInvokers(), { json: enrolment(publicKey), headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
}

test('what is neither key nor request cannot be onboarded', async () => {
  const asked = { json: enrolment('-----BEGIN NONSENSE-----'), headers: world.bearer };
  const { status, text } = await world.ask({}, 'POST', paths.onboardedInvokers(), asked);
  expect(status).toBe(400);
  expect(text).toContain('apiInvokerPublicKey');
});

test('PUT replaces the profile, PATCH merges into it; the secret is not told again', async () => {
  const invoker = await world.onboard();
  const resource = paths.onboardedInvoker(invoker.onboardingId);
  const replaced = await world.ask(invoker, 'PUT', resource, {
    json: { ...enrolment(invoker.keys.publicKey), apiInvokerInformation: 'first' },
  });
  expect(replaced.status).toBe(200);
  const patched = await world.ask(invoker, 'PATCH', resource, {
    patch: { notificationDestination: 'https://there.example' },
  });
  expect(patched.status).toBe(200);
  expect(patched.body).toMatchObject({
    apiInvokerId: invoker.id,
    apiInvokerInformation: 'first',
    notificationDestination: 'https://there.example',
    onboardingInformation: { apiInvokerCertificate: invoker.certificate },
  });
  expect(replaced.text + patched.text).not.toContain(invoker.secret);
});

test('another public key gets another certificate, and the old one is worthless', async () => {
  const invoker = await world.onboard();
  const { publicKey } = await generateKeyPair();
  const resource = paths.onboardedInvoker(invoker.onboardingId);
  const { body } = await world.ask(invoker, 'PUT', resource, { json: enrolment(publicKey) });
  const certificate = textAt(body, 'onboardingInformation', 'apiInvokerCertificate');
  expect(commonName(certificate)).toBe(invoker.id);
  expect((await world.discover({ ...invoker, certificate })).status).toBe(200);
  expect((await world.discover(invoker)).status).toBe(401);
});

test('the CRL lists what was revoked, and nothing else', async () => {
  const [leaving, staying] = [await world.onboard(), await world.onboard()];
  const before = await world.ask({}, 'GET', '/ccf/crl');
  await world.offboard(leaving, leaving.onboardingId);
  const after = await world.ask({}, 'GET', '/ccf/crl');
  expect(after.headers.get('content-type')).toBe('application/pkix-crl');
  // DER: a SEQUENCE, and no armour.
  expect(after.text).toMatch(/^\x30\x82/);
  const { revokedSerialNumbers } = await import('../../../../simulators/pki/crl.ts');
  const serial = (certificate: string) => new X509Certificate(certificate).serialNumber;
  expect(revokedSerialNumbers(before.text)).not.toContain(serial(leaving.certificate));
  expect(revokedSerialNumbers(after.text)).toContain(serial(leaving.certificate));
  expect(revokedSerialNumbers(after.text)).not.toContain(serial(staying.certificate));
});
