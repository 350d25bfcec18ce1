/** What our nodes gave each enrolment, in the foreground or in the background, is known for the whole run. */

import { Issued } from '../../../../harness/surroundings/issued.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import type { HttpExchange } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';

const RESOURCES = '/api-invoker-management/v1/onboardedInvokers';

async function certificate(commonName: string): Promise<string> {
  const { publicKey } = await generateKeyPair();
  return (await (await createAuthority('Issued test CA')).issue({ publicKey, commonName })).certificate;
}

function answered(method: string, target: string, status: number, body: object, location?: string): HttpExchange {
  const headers: Record<string, string> = location === undefined ? {} : { location };
  return {
    kind: 'exchange',
    exchange: 'x1',
    connection: 's1',
    side: 'server',
    request: { method, target, headers: {}, body: '' },
    response: { status, headers, body: JSON.stringify(body), complete: true },
    requestAt: 0,
    at: 1,
  };
}

function onboarding(id: string, apiInvokerCertificate: string): HttpExchange {
  const onboardingInformation = { apiInvokerPublicKey: 'key', apiInvokerCertificate, onboardingSecret: `secret-${id}` };
  return answered('POST', RESOURCES, 201, { apiInvokerId: `INV${id}`, onboardingInformation }, `${RESOURCES}/ONB${id}`);
}

const token = (id: string, accessToken: string, status = 200) =>
  answered('POST', `/capif-security/v1/securities/INV${id}/token`, status, { access_token: accessToken });

test('every token, certificate and AEFPSK belongs to the enrolment that it was issued for', async () => {
  const [first, second, renewed] = await Promise.all(['INV1', 'INV2', 'INV1'].map(certificate));
  if (first === undefined || second === undefined || renewed === undefined) throw new Error('three were asked for');
  const issued = new Issued();
  const update = (certified: string) => {
    const onboardingInformation = { apiInvokerPublicKey: 'key', apiInvokerCertificate: certified };
    return answered('PUT', `${RESOURCES}/ONB1`, 200, { onboardingInformation });
  };
  for (const event of [
    onboarding('1', first),
    onboarding('2', second),
    token('1', 'token-a'),
    token('2', 'token-b'),
    token('1', 'token-c'),
    token('1', 'token-c'),
    token('1', 'token-refused', 400),
    token('3', 'token-of-nobody'),
    update(first),
    update(renewed),
    { ...token('1', 'token-seen-by-a-client'), side: 'client' as const },
  ])
    issued.observe(event);
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  for (const key of [...keys, keys[0], undefined]) issued.aefPsk('INV1', key);
  const [one, two] = issued.enrolments;
  expect(one).toEqual({
    apiInvokerId: 'INV1',
    onboardingId: 'ONB1',
    path: `${RESOURCES}/ONB1`,
    onboardingSecret: 'secret-1',
    certificates: [first, renewed],
    accessTokens: ['token-a', 'token-c'],
    aefPsks: keys,
  });
  expect(two).toMatchObject({ apiInvokerId: 'INV2', accessTokens: ['token-b'], aefPsks: [] });
  expect(issued.enrolments).toHaveLength(2);
});
