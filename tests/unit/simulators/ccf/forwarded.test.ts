/** A CCF behind a proxy: who the client is, by what the proxy says. */

import { startCcf } from '../../../../simulators/ccf/ccf.ts';
import { createCsr } from '../../../../simulators/pki/csr.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import { expect, test } from '../../../support/test.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

test('the certificate that the proxy verified authenticates; one that it did not, or none, does not', async () => {
  const ccf = await startCcf({ behindProxy: 'https://ccf.example' });
  expect(ccf.apiRoot).toBe('https://ccf.example');
  const proxy = await connect({ ...ccf.address, tls: false, label: 'proxy' });
  const keyPair = await generateKeyPair();
  const apiInvokerPublicKey = await createCsr({ keyPair, commonName: 'x' });
  const onboarded = await proxy.request({
    method: 'POST',
    path: '/api-invoker-management/v1/onboardedInvokers',
    headers: { ...JSON_TYPE, authorization: `Bearer ${ccf.onboardingCredential}`, 'x-ssl-protocol': 'TLSv1.3' },
    body: JSON.stringify({
      onboardingInformation: { apiInvokerPublicKey },
      notificationDestination: 'https://x.invalid/',
    }),
  });
  const { apiInvokerId, onboardingInformation } = JSON.parse(onboarded.response?.body ?? '{}');
  expect(onboarded.response?.headers.location).toMatch(/^https:\/\/ccf\.example\//);

  const certificate = encodeURIComponent(onboardingInformation.apiInvokerCertificate);
  const discover = async (told: Record<string, string>) => {
    const path = `/service-apis/v1/allServiceAPIs?api-invoker-id=${apiInvokerId}`;
    const { response } = await proxy.request({ method: 'GET', path, headers: told });
    return response?.status;
  };
  const told = { 'x-ssl-protocol': 'TLSv1.3', 'x-ssl-client-cert': certificate };
  expect(await discover({ ...told, 'x-ssl-client-verify': 'SUCCESS' })).toBe(200);
  expect(await discover({ ...told, 'x-ssl-client-verify': 'FAILED:unable to verify the first certificate' })).toBe(401);
  expect(await discover({ 'x-ssl-protocol': 'TLSv1.3', 'x-ssl-client-verify': 'NONE' })).toBe(401);
  expect(await discover({ ...told, 'x-ssl-client-cert': 'no%20certificate', 'x-ssl-client-verify': 'SUCCESS' })).toBe(
    401,
  );
  await proxy.close();
  await ccf.close();
});

test('a CCF with TLS of its own does not believe such headers', async () => {
  const ccf = await startCcf();
  const session = await connect({ ...ccf.address, label: 'liar', trust: [ccf.trust] });
  const path = '/service-apis/v1/allServiceAPIs?api-invoker-id=INV1';
  const headers = {
    'x-ssl-protocol': 'TLSv1.3',
    'x-ssl-client-cert': encodeURIComponent(ccf.identity.certificate),
    'x-ssl-client-verify': 'SUCCESS',
  };
  const { response } = await session.request({ method: 'GET', path, headers });
  expect(response?.status).toBe(401);
  expect(response?.body).toContain('no client certificate');
  await session.close();
  await ccf.close();
});
