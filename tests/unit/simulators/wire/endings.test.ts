import type { ServerConnection } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { failureOf, withListener } from './fixture.ts';

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const ENDINGS: Record<string, { end: (connection: ServerConnection) => void; signals: string[] }> = {
  'close_notify, then FIN': { end: (connection) => connection.end(), signals: ['close_notify', 'fin'] },
  'a bare FIN': { end: (connection) => connection.fin(), signals: ['fin'] },
  RST: { end: (connection) => connection.reset(), signals: ['rst'] },
};
const SUITES: Record<(typeof VERSIONS)[number], string[]> = {
  'TLSv1.2': [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-CCM',
    'ECDHE-ECDSA-AES256-CCM8',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-AES256-SHA384',
  ],
  'TLSv1.3': ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
};

for (const version of VERSIONS) {
  for (const [name, ending] of Object.entries(ENDINGS)) {
    test(`the tap tells ${name} after an answer, in ${version}`, async () => {
      await withListener(
        {
          maxVersion: version,
          answer: async (_request, connection) => {
            connection.afterAnswer(() => ending.end(connection));
            return new Response(null, { status: 204 });
          },
        },
        async ({ open }) => {
          const session = await open();
          const exchange = await session.request({ method: 'DELETE', path: '/x' });
          expect(exchange.response).toMatchObject({ status: 204, complete: true });
          expect(await session.peerEnd(2000)).toBeDefined();
          await expect
            .poll(() => session.ends.filter((end) => end.by === 'peer').map((end) => end.signal))
            .toEqual(ending.signals);
          expect(session.ends[0]?.by).toBe('peer');
          expect(session.ends[0]?.at).toBeGreaterThanOrEqual(exchange.responseAt ?? Number.POSITIVE_INFINITY);
        },
      );
    });
  }

  for (const cipher of SUITES[version]) {
    test(`close_notify is read under ${cipher}`, async () => {
      await withListener(
        { maxVersion: version, ciphers: cipher, answer: async () => new Response(null, { status: 204 }) },
        async ({ listener, open }) => {
          const session = await open();
          await session.request({ method: 'GET', path: '/' });
          listener.connections()[0]?.end();
          expect((await session.peerEnd(2000))?.signal).toBe('close_notify');
        },
      );
    });
  }

  test(`who closed first is told from both ends, in ${version}`, async () => {
    const ends: string[] = [];
    await withListener(
      {
        maxVersion: version,
        answer: async () => new Response('hello'),
        observer: (event) => {
          if (event.kind === 'end') ends.push(`${event.by} ${event.signal}`);
        },
      },
      async ({ open }) => {
        const session = await open();
        expect((await session.request({ method: 'GET', path: '/' })).response?.body).toBe('hello');
        await session.close();
        expect(session.ends[0]).toMatchObject({ by: 'self', signal: 'close_notify' });
        expect(ends[0]).toBe('peer close_notify');
      },
    );
  });

  test(`a fatal alert after the handshake is read by its name, in ${version}`, async () => {
    await withListener(
      {
        maxVersion: version,
        answer: async () => new Response(null, { status: 204 }),
        onConnection: (connection) => connection.alert(44),
      },
      async ({ open }) => {
        expect(await failureOf(() => open())).toMatchObject({
          cause: 'alert',
          alert: { name: 'certificate_revoked', level: 'fatal' },
        });
      },
    );
  });

  test(`silence is silence, in ${version}`, async () => {
    await withListener(
      { maxVersion: version, answer: async () => new Response(null, { status: 204 }) },
      async ({ open }) => {
        const session = await open();
        await session.request({ method: 'GET', path: '/' });
        expect(await session.peerEnd(100)).toBeUndefined();
        expect(session.open).toBe(true);
      },
    );
  });
}

test('neither "Connection: close" in an answer nor its end makes our end close first', async () => {
  await withListener(
    { answer: async () => new Response('bye', { headers: { connection: 'close' } }) },
    async ({ open }) => {
      const session = await open();
      expect((await session.request({ method: 'GET', path: '/' })).response?.complete).toBe(true);
      await session.peerEnd(2000);
      expect(session.ends.map((end) => end.by)[0]).toBe('peer');
    },
  );
});

test('an answer that stalls is incomplete, and the session is seen to be open still', async () => {
  const answer = async () =>
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('part')) }), {
      headers: { 'content-length': '64' },
    });
  await withListener({ answer }, async ({ open }) => {
    const session = await open();
    const exchange = await session.request({ method: 'GET', path: '/', timeoutMs: 150 });
    expect(exchange.response).toMatchObject({ status: 200, complete: false, body: 'part' });
    expect(exchange.failure?.cause).toBe('incomplete');
    expect(session.open).toBe(true);
  });
});

test('an answer cut off by the end of the session is incomplete, and the end comes first', async () => {
  const answer = async (_request: Request, connection: ServerConnection) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('part'));
          setTimeout(() => connection.end(), 20);
        },
      }),
      { headers: { 'content-length': '64' } },
    );
  await withListener({ answer }, async ({ open }) => {
    const session = await open();
    const exchange = await session.request({ method: 'GET', path: '/' });
    expect(exchange.response?.complete).toBe(false);
    expect(session.ends[0]).toMatchObject({ by: 'peer', signal: 'close_notify' });
    expect(session.ends[0]?.at).toBeLessThan(exchange.at);
  });
});
