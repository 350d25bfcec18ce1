/** What our end tells of an answer that it wrote: whether it was written as announced. */

import type { HttpExchange, WireEvent } from '../../../../simulators/wire/facts.ts';
import type { ServerConnection } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from './fixture.ts';

/** One exchange as both ends have it. */
async function bothEnds(
  answer: (connection: ServerConnection) => Response,
): Promise<{ readonly server: HttpExchange; readonly client: HttpExchange }> {
  const seen: HttpExchange[] = [];
  const made: HttpExchange[] = [];
  await withListener(
    {
      answer: async (_request, connection) => answer(connection),
      observer: (event) => event.kind === 'exchange' && seen.push(event),
    },
    async ({ open }) => {
      const session = await open();
      made.push(await session.request({ method: 'GET', path: '/', timeoutMs: 3000 }));
      await expect.poll(() => seen.length).toBe(1);
    },
  );
  const [[server], [client]] = [seen, made];
  if (server === undefined || client === undefined) throw new Error('an end has no exchange');
  return { server, client };
}

/** A body of these octets, after which `then` is called and no more comes. */
function body(text: string, then: () => void = () => {}): ReadableStream<Uint8Array> {
  const octets = [Buffer.from(text)];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = octets.shift();
        if (next !== undefined) return controller.enqueue(next);
        then();
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

const length = (octets: number) => ({ headers: { 'content-length': String(octets) } });

test('as many octets as announced: complete at both ends', async () => {
  const { server, client } = await bothEnds(() => new Response(body('twelve bytes'), length(12)));
  expect(server.response).toMatchObject({ status: 200, body: 'twelve bytes', complete: true });
  expect(server.failure).toBeUndefined();
  expect(client.response).toMatchObject({ body: 'twelve bytes', complete: true });
});

test('octets that are no text are told alike at both ends', async () => {
  const octets = Uint8Array.of(0x30, 0x82, 0xff);
  const { server, client } = await bothEnds(() => new Response(octets));
  expect(server.response).toMatchObject({ body: 'data:;base64,MIL/', complete: true });
  expect(client.response).toMatchObject({ body: 'data:;base64,MIL/', complete: true });
});

test('fewer octets than announced: incomplete at both ends', async () => {
  const { server, client } = await bothEnds(
    (connection) =>
      new Response(
        body('ten octets', () => connection.end()),
        length(64),
      ),
  );
  expect(server.response).toMatchObject({ status: 200, body: 'ten octets', complete: false });
  expect(server.failure).toMatchObject({ cause: expect.stringMatching(/^(incomplete|closed)$/) });
  expect(client.response).toMatchObject({ body: 'ten octets', complete: false });
});

test('none announced, and chunks: complete when they end', async () => {
  const { server } = await bothEnds(
    () => new Response(body('in pieces'), { headers: { 'transfer-encoding': 'chunked' } }),
  );
  expect(server).toMatchObject({ response: { body: 'in pieces', complete: true }, failure: undefined });
});

test('octets are counted, not characters', async () => {
  const { server } = await bothEnds(() => new Response(body('zwölf'), length(6)));
  expect(server.response?.complete).toBe(true);
});

test('no answer at all has no response', async () => {
  const { server, client } = await bothEnds(() => Response.error());
  expect(server).toMatchObject({ response: undefined, failure: { cause: 'closed' } });
  expect(client.response).toBeUndefined();
});

test('a target in absolute-form is the same as its path', async () => {
  const seen: string[] = [];
  const observer = (event: WireEvent) => {
    if (event.kind === 'exchange' && event.side === 'server') seen.push(event.request.target);
  };
  await withListener(
    { answer: async () => new Response(null, { status: 204 }), observer },
    async ({ listener, open }) => {
      const session = await open();
      const root = `https://127.0.0.1:${listener.port}`;
      for (const target of [`${root}/notify?a=1`, root, '/notify']) {
        expect((await session.request({ method: 'POST', path: target })).response?.status).toBe(204);
      }
      await session.close();
    },
  );
  expect(seen).toEqual(['/notify?a=1', '/', '/notify']);
});
