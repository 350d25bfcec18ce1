import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import type { Aef } from '../../../../simulators/aef/aef.ts';
import { SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { helloPath } from '../../../../simulators/capif/service-api.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import type { ConnectOptions } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, invokerOf } from '../nodes.ts';

let ccf: Ccf;
let aef: Aef;
test.beforeAll(async () => {
  ccf = await startCcf();
  aef = await aefOf(ccf);
});
test.afterAll(async () => {
  await aef.close();
  await ccf.close();
});

/** GETs the service API on a connection of its own, with these credentials. */
async function call(options: Partial<ConnectOptions>, token?: string): Promise<number | undefined> {
  const { host, port } = aef.serviceApi;
  const session = await connect({ host, port, label: 'caller', trust: [ccf.trust], ...options });
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const exchange = await session.request({ method: 'GET', path: helloPath(aef.serviceApi), headers });
  await session.close();
  return exchange.response?.status;
}

for (const method of SECURITY_METHODS) {
  test(`${method}: a trusted invoker is greeted by its ID, again and again`, async () => {
    const invoker = await callerOf(ccf, aef, method);
    const { response } = await invoker.invoke(method, aef.serviceApi);
    expect(response?.status).toBe(200);
    expect(JSON.parse(response?.body ?? '')).toMatchObject({ apiInvokerId: invoker.id, method });
  });
}

for (const method of ['PKI', 'OAUTH'] as const) {
  test(`${method}: an invoker that the AEF never heard of is looked up at its first call`, async () => {
    const invoker = invokerOf(ccf);
    await invoker.onboard();
    await invoker.secureWith(method, aef.serviceApi);
    if (method === 'OAUTH') await invoker.requestToken({ withSecret: false });
    expect((await invoker.invoke(method, aef.serviceApi)).response?.status).toBe(200);
  });
}

test('PSK: both ends have derived the same AEFPSK, of 32 octets', async () => {
  const invoker = await callerOf(ccf, aef, 'PSK');
  const own = invoker.snapshot().aefPsks.get(aef.aefId);
  expect(own).toHaveLength(32);
  expect(aef.aefPskOf(invoker.id)).toEqual(own);
});

test('PSK: an unknown identity and a wrong key are refused by TLS', async () => {
  const invoker = await callerOf(ccf, aef, 'PSK');
  const key = Buffer.alloc(32, 7);
  await expect(call({ psk: { identity: 'INVunknown', key } })).rejects.toMatchObject({
    failure: { cause: 'alert', alert: { name: 'unknown_psk_identity' } },
  });
  await expect(call({ psk: { identity: invoker.id, key } })).rejects.toMatchObject({
    failure: { cause: 'alert', alert: { name: 'bad_record_mac' } },
  });
});

test('nobody in particular is refused', async () => {
  expect(await call({})).toBe(401);
});

test('PKI: the name alone does not do; the certificate must be one that the CCF vouches for', async () => {
  const invoker = await callerOf(ccf, aef, 'PKI');
  const keys = await generateKeyPair();
  const impostor = await createAuthority('CAPIF CA');
  const { certificate } = await impostor.issue({ publicKey: keys.publicKey, commonName: invoker.id });
  expect(await call({ identity: { certificate, key: keys.privateKey } })).toBe(401);
});

test('a certificate does not do where the security context says tokens, nor the other way round', async () => {
  const [withToken, withCertificate] = [await callerOf(ccf, aef, 'OAUTH'), await callerOf(ccf, aef, 'PKI')];
  expect(await call({ identity: withToken.snapshot().certificate })).toBe(401);
  const forged = await sign(withCertificate.id, {});
  expect(await call({}, forged)).toBe(401);
});

/** A token as the CCF would issue it for this AEF, signed with a key of our own. */
function sign(
  iss: string,
  claims: Record<string, unknown>,
  key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
) {
  const scope = `3gpp#${aef.aefId}:${aef.serviceApi.apiName}`;
  return new SignJWT({ iss, client_id: iss, scope, exp: 4_000_000_000, ...claims })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(key);
}

test('OAUTH: a token must be signed by the CCF', async () => {
  const invoker = await callerOf(ccf, aef, 'OAUTH');
  const genuine = invoker.snapshot().accessToken ?? '';
  const [header, payload, signature = ''] = genuine.split('.');
  const stretched = Buffer.from(JSON.stringify({ ...decodeJwt(genuine), exp: 4_000_000_000 })).toString('base64url');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const key = await verificationKey(invoker.id);
  const symmetric = await new SignJWT(decodeJwt(genuine)).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(key));

  expect(await call({}, genuine)).toBe(200);
  for (const token of [
    await sign(invoker.id, {}),
    `${header}.${stretched}.${signature}`,
    `${unsigned}.${payload}.`,
    symmetric,
    `${genuine}x`,
    'opaque',
  ]) {
    expect(await call({}, token), token.slice(0, 20)).toBe(401);
  }
});

/** The public key that the CCF tells AEFs. */
async function verificationKey(apiInvokerId: string): Promise<string> {
  const { response } = await aef.trustedInvoker(apiInvokerId, { authorizationInfo: true });
  const pem: unknown = JSON.parse(response?.body ?? '').securityInfo[0].authorizationInfo;
  expect(createPublicKey(String(pem)).asymmetricKeyType).toBe('ec');
  return String(pem);
}

test('OAUTH: a token for another AEF opens nothing here', async () => {
  const other = await aefOf(ccf, { label: 'aef-2' });
  const invoker = await callerOf(ccf, other, 'OAUTH');
  expect(await call({}, invoker.snapshot().accessToken)).toBe(401);
  // Not even when the invoker is trusted here too: the token of then was for the other one.
  const token = invoker.snapshot().accessToken;
  await invoker.secureWith('OAUTH', [aef.serviceApi, other.serviceApi]);
  await aef.prepareFor(invoker.id);
  expect(aef.trusts(invoker.id)).toBe(true);
  expect(await call({}, token)).toBe(401);
  await invoker.requestToken({ withSecret: true });
  expect((await invoker.invoke('OAUTH', aef.serviceApi)).response?.status).toBe(200);
  await other.close();
});

test('an invoker that the CCF does not know is not taken up', async () => {
  expect((await aef.prepareFor('INVunknown')).response?.status).toBe(404);
  expect(aef.trusts('INVunknown')).toBe(false);
});

test('what is not served is 404', async () => {
  const { host, port } = aef.serviceApi;
  const session = await connect({ host, port, label: 'caller', trust: [ccf.trust] });
  expect((await session.request({ method: 'GET', path: '/other' })).response?.status).toBe(404);
  await session.close();
});

test('an AEF that offers one method takes no other', async () => {
  const pskOnly = await aefOf(ccf, { methods: ['PSK'] });
  expect(pskOnly.serviceApi.methods).toEqual(['PSK']);
  const invoker = invokerOf(ccf);
  await invoker.onboard();
  expect((await invoker.secureWith('PKI', pskOnly.serviceApi)).response?.status).toBeGreaterThanOrEqual(400);
  expect((await invoker.invoke('PKI', pskOnly.serviceApi)).response?.status).toBe(401);
  await pskOnly.close();
});

test('while the CCF cannot be asked, strangers get 503 and those known are served', async () => {
  const lonely = await startCcf();
  const served = await aefOf(lonely);
  const [known, unknown] = [await callerOf(lonely, served, 'PKI'), invokerOf(lonely)];
  await unknown.onboard();
  await lonely.close();
  expect((await known.invoke('PKI', served.serviceApi)).response?.status).toBe(200);
  expect((await unknown.invoke('PKI', served.serviceApi)).response?.status).toBe(503);
  await served.close();
});
