import { once } from 'node:events';
import { connect } from 'node:net';
import { type CaptureEvent, captureOf, startCapture } from '../../../../simulators/wire/capture.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from './fixture.ts';

/** What is captured while `act` runs. */
async function captured(act: (sofar: readonly CaptureEvent[]) => Promise<void>): Promise<CaptureEvent[]> {
  const events: CaptureEvent[] = [];
  const stop = startCapture((event) => events.push(event));
  try {
    await act(events);
  } finally {
    stop();
  }
  return events;
}

const answer = async () => new Response('the answer');
const of = <Kind extends CaptureEvent['kind']>(events: readonly CaptureEvent[], kind: Kind) =>
  events.filter((event): event is Extract<CaptureEvent, { kind: Kind }> => event.kind === kind);

/** What an end sent and received, each as one text. */
function octets(events: readonly CaptureEvent[], connection: string) {
  const by = (end: 'self' | 'peer') => {
    const own = of(events, 'bytes').filter((event) => event.connection === connection && event.by === end);
    return Buffer.concat(own.map(({ bytes }) => bytes)).toString('latin1');
  };
  return { sent: by('self'), received: by('peer') };
}

test('nobody captures unless told to: a connection then has no capture at all', async () => {
  const about = { connection: 'c0', label: '', side: 'client' } as const;
  expect(captureOf(about)).toBeUndefined();
  const stop = startCapture(() => {});
  expect(captureOf(about)).toBeDefined();
  stop();
  expect(captureOf(about)).toBeUndefined();
});

for (const tls of [true, false]) {
  test(`both ends of a connection ${tls ? 'with' : 'without'} TLS tell the same octets and addresses`, async () => {
    const events = await captured(() =>
      withListener({ answer, ...(tls ? {} : { identity: undefined }) }, async ({ open }) => {
        const session = await open({ tls });
        await session.request({ method: 'POST', path: '/', body: 'x'.repeat(100_000) });
      }),
    );
    const [client, server] = ['client', 'server'].map((side) => of(events, 'opened').find((one) => one.side === side));
    if (client === undefined || server === undefined) throw new Error('one end was not captured');
    expect(client.local).toEqual(server.remote);
    expect(client.remote).toEqual(server.local);
    const [atClient, atServer] = [octets(events, client.connection), octets(events, server.connection)];
    expect(atClient.sent.length).toBeGreaterThan(100_000);
    expect(atServer.received === atClient.sent).toBe(true);
    expect(atClient.received === atServer.sent).toBe(true);
    const lines = (connection: string) =>
      of(events, 'secret')
        .filter((event) => event.connection === connection)
        .map(({ line }) => line)
        .toSorted();
    expect(lines(client.connection)).toEqual(lines(server.connection));
    expect(lines(client.connection).length > 0).toBe(tls);
  });
}

test('nothing is told before the connection is, though TLS writes its first words earlier', async () => {
  const events = await captured((sofar) =>
    withListener({ answer }, async ({ open }) => {
      const session = await open();
      await session.close();
      await expect.poll(() => of(sofar, 'closed')).toHaveLength(2);
    }),
  );
  for (const connection of new Set(events.map((event) => event.connection))) {
    const own = events.filter((event) => event.connection === connection);
    expect(own.map(({ kind }) => kind).indexOf('opened')).toBe(0);
    expect(own.at(-1)?.kind).toBe('closed');
    const times = own.flatMap((event) => ('at' in event ? [event.at] : []));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  }
});

test('capturing does not hide an RST that a server sends together with its answer', async () => {
  const events = await captured(() =>
    withListener(
      {
        identity: undefined,
        answer: async (_request, connection) => {
          connection.afterAnswer(() => connection.reset());
          return new Response('x'.repeat(1000));
        },
      },
      async ({ open }) => {
        const session = await open({ tls: false });
        await session.request({ method: 'GET', path: '/' });
        await session.peerEnd(2000);
        expect(session.ends[0]).toMatchObject({ by: 'peer', signal: 'rst' });
      },
    ),
  );
  const opened = of(events, 'opened');
  const byEnd = opened.map(({ side, connection }) => {
    const first = of(events, 'finished').find((event) => event.connection === connection);
    return [side, first?.by, first?.how];
  });
  expect(byEnd.toSorted()).toEqual([
    ['client', 'peer', 'rst'],
    ['server', 'self', 'rst'],
  ]);
});

test('nor one that a client sends together with its request', async () => {
  const request = 'DELETE /onboardedInvokers/INV1 HTTP/1.1\r\n';
  const events = await captured((sofar) =>
    withListener({ identity: undefined, answer }, async ({ listener: { host, port } }) => {
      const client = connect(port, host);
      await once(client, 'connect');
      client.write(request);
      client.resetAndDestroy();
      await expect.poll(() => of(sofar, 'finished')[0]).toMatchObject({ by: 'peer', how: 'rst' });
    }),
  );
  expect(of(events, 'bytes')[0]).toMatchObject({ by: 'peer', bytes: Buffer.from(request) });
});

test('once it is over, connections that are still open tell nothing more', async () => {
  await withListener({ answer }, async ({ open }) => {
    const events: CaptureEvent[] = [];
    const stop = startCapture((event) => events.push(event));
    const session = await open();
    stop();
    const before = events.length;
    await session.request({ method: 'GET', path: '/' });
    expect(events).toHaveLength(before);
  });
});
