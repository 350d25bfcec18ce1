import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { serialNumber } from '../../../../simulators/pki/certificates.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { delay } from '../../../../simulators/wire/clock.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { type LegacyAnswer, offerLegacyVersion } from '../../../../simulators/wire/legacy-hello.ts';
import { connect } from '../../../../simulators/wire/tls-client.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import type { ConnectOptions, ServerConnection } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { failureOf, identityOf, sharedCredentials, withListener } from './fixture.ts';

const noContent = async () => new Response(null, { status: 204 });
const key = Buffer.alloc(32, 7);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`required client certificates: none, foreign and revoked are refused by alert in ${version}`, async () => {
    const { authority, client } = await sharedCredentials();
    const foreign = await identityOf(await createAuthority('Foreign CA'), 'client');
    await withListener(
      { maxVersion: version, clientCertificate: 'required', answer: noContent },
      async ({ listener, open }) => {
        expect(await failureOf(() => open())).toBeUndefined();
        expect(await failureOf(() => open({ identity: undefined }))).toMatchObject({ cause: 'alert' });
        expect(await failureOf(() => open({ identity: foreign }))).toMatchObject({ alert: { name: 'unknown_ca' } });
        listener.setCrls([await authority.crl([serialNumber(client.certificate)])]);
        expect(await failureOf(() => open())).toMatchObject({ alert: { name: 'certificate_revoked' } });
      },
    );
  });

  test(`optional client certificates: an unverified one is let in and told in ${version}`, async () => {
    const foreign = await identityOf(await createAuthority('Foreign CA'), 'client');
    const peers: unknown[] = [];
    await withListener(
      { maxVersion: version, answer: noContent, onConnection: (connection) => peers.push(connection.facts?.peer) },
      async ({ open }) => {
        for (const options of [{}, { identity: undefined }, { identity: foreign }] as Partial<ConnectOptions>[]) {
          await (await open(options)).request({ method: 'GET', path: '/' });
        }
        expect(peers).toMatchObject([
          { by: 'certificate', verified: true, subject: 'CN=client' },
          { by: 'nothing' },
          { by: 'certificate', verified: false },
        ]);
      },
    );
  });

  test(`resumption in ${version}: resumes until the server forgets the client's sessions, then a full handshake`, async () => {
    await withListener({ maxVersion: version, answer: noContent }, async ({ listener, open, credentials }) => {
      const tickets = version === 'TLSv1.3';
      const first = await open({ tickets });
      await first.request({ method: 'GET', path: '/' });
      const second = await open({ tickets, resume: first.resumption() });
      await second.request({ method: 'GET', path: '/' });
      expect(second.facts?.resumed).toBe(true);
      const other = await open({ tickets, identity: credentials.server });
      await other.request({ method: 'GET', path: '/' });
      const peer = listener.connections()[0]?.facts?.peer;
      listener.forgetSessions(peer?.by === 'certificate' ? peer.fingerprint : '');
      const third = await open({ tickets, resume: second.resumption() });
      expect(third.facts?.resumed).toBe(false);
      if (!tickets)
        expect((await open({ tickets, identity: credentials.server, resume: other.resumption() })).facts?.resumed).toBe(
          true,
        );
    });
  });

  test(`a server without resumption resumes nothing in ${version}`, async () => {
    await withListener({ maxVersion: version, resumption: false, answer: noContent }, async ({ open }) => {
      const first = await open();
      await first.request({ method: 'GET', path: '/' });
      expect((await open({ resume: first.resumption() })).facts?.resumed).toBe(false);
    });
  });
}

test('PSK: the right key opens, an unknown identity and a wrong key are refused by the alerts of RFC 4279', async () => {
  await withListener(
    { answer: noContent, psk: (identity) => (identity === 'INV1' ? key : undefined) },
    async ({ listener, open }) => {
      const session = await open({ psk: { identity: 'INV1', key } });
      expect((await session.request({ method: 'GET', path: '/' })).response?.status).toBe(204);
      expect(listener.connections()[0]?.facts?.peer).toEqual({ by: 'psk', identity: 'INV1' });
      const resumed = await open({ psk: { identity: 'INV1', key }, resume: session.resumption() });
      expect(resumed.facts?.resumed).toBe(true);
      await resumed.request({ method: 'GET', path: '/' });
      expect(listener.connections()[1]?.facts?.peer).toEqual({ by: 'psk', identity: 'INV1' });
      expect(await failureOf(() => open({ psk: { identity: 'INV2', key } }))).toMatchObject({
        alert: { name: 'unknown_psk_identity' },
      });
      expect(await failureOf(() => open({ psk: { identity: 'INV1', key: Buffer.alloc(32) } }))).toMatchObject({
        alert: { name: 'bad_record_mac' },
      });
      listener.forgetSessions('INV1');
      const after = await open({ psk: { identity: 'INV1', key }, resume: resumed.resumption() });
      expect(after.facts?.resumed).toBe(false);
    },
  );
});

test('session ID and master secret agree on both ends in TLS 1.2 without tickets, and are refused elsewhere', async () => {
  let server: ServerConnection | undefined;
  const onConnection = (connection: ServerConnection) => {
    server = connection;
  };
  await withListener({ answer: noContent, onConnection }, async ({ open }) => {
    const session = await open({ tickets: false, maxVersion: 'TLSv1.2' });
    await session.request({ method: 'GET', path: '/' });
    expect(session.secrets()?.masterSecret).toHaveLength(48);
    expect(server?.secrets()).toEqual(session.secrets());
    const withTickets = await open({ maxVersion: 'TLSv1.2' });
    await withTickets.request({ method: 'GET', path: '/' });
    expect(withTickets.secrets()).toBeUndefined();
    expect(server?.secrets()).toBeUndefined();
    const tls13 = await open();
    await tls13.request({ method: 'GET', path: '/' });
    expect([tls13.secrets(), server?.secrets()]).toEqual([undefined, undefined]);
  });
});

test('HTTP/2 by ALPN: several requests on one session, torn down with close_notify', async () => {
  await withListener(
    { http2: true, answer: async (request) => Response.json({ method: request.method, body: await request.text() }) },
    async ({ listener, open }) => {
      const session = await open({ alpn: ['h2', 'http/1.1'] });
      expect(session.facts?.alpn).toBe('h2');
      // Idle long enough for the server's SETTINGS to come before the first request.
      await delay(50);
      const [a, b] = await Promise.all([
        session.request({ method: 'POST', path: '/a', body: 'one', headers: { 'content-type': 'text/plain' } }),
        session.request({ method: 'DELETE', path: '/b' }),
      ]);
      expect(JSON.parse(a.response?.body ?? '')).toEqual({ method: 'POST', body: 'one' });
      expect(JSON.parse(b.response?.body ?? '')).toEqual({ method: 'DELETE', body: '' });
      listener.connections()[0]?.end();
      expect((await session.peerEnd(2000))?.signal).toBe('close_notify');
      const late = await session.request({ method: 'GET', path: '/' });
      expect(late.failure?.cause).toBe('closed');
    },
  );
});

test('the impostor: our end refuses a certificate of another CA, of another host, of another name', async () => {
  const { authority } = await sharedCredentials();
  const foreign = await createAuthority('Foreign CA');
  const events: WireEvent[] = [];
  const identity = await identityOf(foreign, 'server', ['127.0.0.1']);
  await withListener({ identity, answer: noContent, observer: (event) => events.push(event) }, async ({ open }) => {
    expect(await failureOf(() => open())).toMatchObject({ cause: 'untrusted' });
    await expect.poll(() => events.map((event) => event.kind)).toContain('connect-failed');
    expect(events.filter((event) => event.kind === 'exchange')).toEqual([]);
  });
  await withListener({ identity: await identityOf(authority, 'AEF1'), answer: noContent }, async ({ open }) => {
    expect(await failureOf(() => open())).toMatchObject({ cause: 'untrusted' });
    expect(await failureOf(() => open({ verify: (name) => name === 'AEF2' }))).toMatchObject({ cause: 'untrusted' });
    expect(await failureOf(() => open({ verify: (name) => name === 'AEF1' }))).toBeUndefined();
    expect(await failureOf(() => open({ verify: 'chain' }))).toBeUndefined();
  });
});

test('what is wrong with an address is told by its cause', async () => {
  const listener = await listen({ label: 'plain', answer: noContent });
  const plain = { host: listener.host, port: listener.port, label: 'client' };
  expect(await failureOf(() => connect(plain))).toMatchObject({ cause: 'not-tls' });
  expect((await (await connect({ ...plain, tls: false })).request({ method: 'GET', path: '/' })).response?.status).toBe(
    204,
  );
  await listener.close();
  expect(await failureOf(() => connect(plain))).toMatchObject({ cause: 'connection-refused' });
  expect(await failureOf(() => connect({ ...plain, host: 'no-such-host.invalid' }))).toMatchObject({
    cause: 'unresolved',
  });
});

for (const [name, ciphers, ecdhCurve] of [
  ['DHE with RSA', 'DHE-RSA-AES256-SHA', 'auto'],
  ['RSA with AES', 'AES128-SHA', 'auto'],
  ['ECDHE over X25519 alone', 'ECDHE-RSA-AES256-SHA', 'X25519'],
] as const) {
  test(`TLS 1.1 is found in a server that speaks it by ${name} alone`, async () => {
    const options = { dhparam: 'auto', ecdhCurve, maxVersion: 'TLSv1.1', ciphers: `${ciphers}:@SECLEVEL=0` } as const;
    expect(await answerOfOldServer(options)).toMatchObject({ outcome: 'accepted' });
  });
}

test('TLS 1.1 is refused by a server that has it in its list, and an OpenSSL that signs nothing with SHA-1: its alert is internal_error', async () => {
  const answer = await answerOfOldServer({ maxVersion: 'TLSv1.3', ciphers: 'DEFAULT:@SECLEVEL=1' });
  expect(answer).toMatchObject({ outcome: 'refused', alert: { name: 'internal_error' } });
});

/** What a server of Node's own, with TLS 1.1 in its list, makes of the offer. */
async function answerOfOldServer(options: TlsOptions): Promise<LegacyAnswer> {
  return await withRsaServer({ minVersion: 'TLSv1.1', ...options }, (port) =>
    offerLegacyVersion({ host: '127.0.0.1', port, version: 'TLSv1.1', label: 'legacy' }),
  );
}

/** A server of Node's own, with an RSA certificate. */
async function withRsaServer<Seen>(options: TlsOptions, act: (port: number) => Promise<Seen>): Promise<Seen> {
  const { authority } = await sharedCredentials();
  const { publicKey, privateKey } = await generateKeyPair('RSA-2048');
  const { certificate } = await authority.issue({ publicKey, commonName: 'old', hosts: ['127.0.0.1'] });
  const server = createServer({ cert: certificate, key: privateKey, ...options });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await act((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

test('PSK is not mixed with a certificate, though a server with an RSA certificate may prefer that (RSA_PSK)', async () => {
  const psk = { identity: 'INV1', key };
  await withRsaServer({ ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => key }, async (port) => {
    const session = await connect({ host: '127.0.0.1', port, label: 'aef', trust: [], psk });
    expect(session.facts?.cipher).toMatch(/^TLS_(?:(?:EC)?DHE_)?PSK_/);
    await session.close();
  });
});

test('a certificate that is none fails the connection, and says so', async () => {
  await withListener({ answer: noContent }, async ({ open }) => {
    const { key: own } = (await sharedCredentials()).client;
    const failure = await failureOf(() => open({ identity: { certificate: 'none', key: own } }));
    expect(failure).toMatchObject({
      cause: 'other',
      message: expect.stringContaining('TLS cannot use the certificate'),
    });
  });
});

test('a suite in which nobody here can read an alert is not agreed on', async () => {
  const ciphers = 'ECDHE-ECDSA-ARIA128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256';
  await withListener({ maxVersion: 'TLSv1.2', ciphers, answer: noContent }, async ({ open }) => {
    const session = await open();
    expect(session.facts?.cipher).toBe('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
    await session.close();
  });
});

test('TLS 1.1: refused by default with protocol_version, accepted where the server still speaks it', async () => {
  const hello = (port: number) => offerLegacyVersion({ host: '127.0.0.1', port, version: 'TLSv1.1', label: 'legacy' });
  await withListener({ answer: noContent }, async ({ listener }) => {
    expect(await hello(listener.port)).toMatchObject({ outcome: 'refused', alert: { name: 'protocol_version' } });
  });
  await withListener({ minVersion: 'TLSv1.1', answer: noContent }, async ({ listener, open }) => {
    expect(await hello(listener.port)).toMatchObject({ outcome: 'accepted' });
    expect(await failureOf(() => open())).toBeUndefined();
  });
  expect(await hello(1)).toMatchObject({ outcome: 'unknown' });
});
