/** What can be told of an endpoint from outside: each warning and each problem, with the field that it is about. */

import { examineEndpoint } from '../../../../harness/doctor/endpoint.ts';
import type { Finding } from '../../../../harness/doctor/finding.ts';
import { type Endpoint, problemOf } from '../../../../harness/doctor/reach.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { calendarNow } from '../../../../simulators/wire/clock.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type { ListenOptions } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';

type Authority = Awaited<ReturnType<typeof createAuthority>>;

async function issued(by: Authority, commonName: string, validForSeconds?: number) {
  const { publicKey, privateKey } = await generateKeyPair();
  const order = { publicKey, commonName, hosts: ['127.0.0.1'], ...(validForSeconds && { validForSeconds }) };
  return { certificate: (await by.issue(order)).certificate, key: privateKey };
}

/** Examines a server like that. */
async function examined(
  server: Partial<ListenOptions> & { readonly lifetime?: number; readonly lifetimeOfCa?: number },
  own: (authority: Authority) => Partial<Endpoint> | Promise<Partial<Endpoint>> = () => ({}),
): Promise<Finding[]> {
  const { lifetime, lifetimeOfCa, ...options } = server;
  const authority = await createAuthority('CA', lifetimeOfCa);
  const listener = await listen({
    label: 'server',
    identity: await issued(authority, 'server', lifetime),
    answer: async () => new Response(null, { status: 404 }),
    trust: [authority.certificate],
    ...options,
  });
  const findings = await examineEndpoint({
    field: 'endpoints.capif',
    url: `https://127.0.0.1:${listener.port}`,
    what: 'the CCF',
    trust: { ca: [authority.certificate], verify: 'host', servername: undefined },
    identity: undefined,
    alpn: ['http/1.1'],
    timeoutMs: 5000,
    claimed: { tls: ['1.2', '1.3'], http: ['http/1.1'] },
    ...(await own(authority)),
  });
  await listener.close();
  return findings;
}

const notOk = (findings: readonly Finding[]) =>
  findings.filter(({ status }) => status !== 'ok').map(({ status, field, message }) => [status, field, message]);

function dated(byMs: number): Partial<ListenOptions> {
  const date = () => new Date(calendarNow().getTime() + byMs).toUTCString();
  return { answer: async () => new Response(null, { status: 404, headers: { date: date() } }) };
}

test('a clock that is behind, or ahead, is a warning', async () => {
  expect(notOk(await examined(dated(0)))).toEqual([]);
  for (const [byMs, how] of [
    [-3_600_000, 'behind'],
    [3_600_000, 'ahead of'],
  ] as const) {
    const skew = expect.stringMatching(new RegExp(`^it is 3(59\\d|60\\d) s ${how} ours; set both by NTP`));
    expect(notOk(await examined(dated(byMs)))).toEqual([['warning', undefined, skew]]);
  }
});

test('a certificate of whose lifetime little is left is a warning', async () => {
  // It began some minutes ago, for clocks that are behind.
  const soon = expect.stringMatching(/^CN=server, 0\.0 days left; renew it soon$/);
  expect(notOk(await examined({ ...dated(0), lifetime: 20 }))).toEqual([['warning', 'endpoints.capif', soon]]);
});

test('what has expired is named: the certificate, or the CA in the target file', async () => {
  const own = expect.stringMatching(/^the certificate of 127\.0\.0\.1:\d+ has expired; renew it at the CCF$/);
  expect(notOk(await examined({ lifetime: -60 }))).toEqual([['problem', 'endpoints.capif', own]]);
  const ca = expect.stringMatching(
    /^the CA certificate "CN=CA" in it has expired \(.+\); name the one that took its place$/,
  );
  expect(notOk(await examined({ lifetimeOfCa: -60 }))).toEqual([['problem', 'trust.ca', ca]]);
});

test('no HTTP version in common leads to the claim', async () => {
  const h2 = { alpn: ['h2'] as const, claimed: { tls: ['1.2' as const], http: ['h2' as const] } };
  const message = expect.stringMatching(/^127\.0\.0\.1:\d+ speaks none of the HTTP versions that are claimed; /);
  expect(notOk(await examined(dated(0), () => h2))).toEqual([['problem', 'claims.http', message]]);
});

test('a client certificate that is not taken leads to it; a server that wants one is there', () => {
  const seen = { field: 'endpoints.capif', what: 'the CCF', address: 'ccf:1', name: 'ccf' };
  const identity = { certificate: 'PEM', key: 'PEM' };
  for (const name of ['certificate_expired', 'unknown_ca', 'bad_certificate', 'certificate_unknown']) {
    const failure = { cause: 'alert', alert: { level: 'fatal', code: 0, name }, message: '' } as const;
    expect(problemOf(failure, { ...seen, identity })).toEqual({
      field: 'identity.client',
      message: `ccf:1 does not take our client certificate (TLS alert ${name}); name one that it takes`,
    });
    expect(problemOf(failure, seen)).toBeUndefined();
  }
  const old = { cause: 'alert', alert: { level: 'fatal', code: 70, name: 'protocol_version' }, message: '' } as const;
  expect(problemOf(old, { ...seen, identity })?.message).toMatch(/check its TLS versions against claims\.tls$/);
});

test('TLS versions are held against what is claimed', async () => {
  const only = { ...dated(0), minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  expect(notOk(await examined(only)).map(([status, field]) => [status, field])).toEqual([['problem', 'claims.tls']]);
  expect(notOk(await examined(only, () => ({ claimed: {} })))).toEqual([]);
});
