/** A session that is kept for the next request, at a server that ends it as it likes. */

import { StandingSession } from '../../../../simulators/wire/standing-session.ts';
import type { ServerConnection } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from './fixture.ts';

const GET = { method: 'GET', path: '/', timeoutMs: 2000 };

/** Opens a standing session at a server that does with the nth request (from 1) what it is told; gives the connections that requests came on. */
async function standing(
  answer: (nth: number, connection: ServerConnection) => Promise<Response> | Response,
  use: (session: StandingSession, arrivals: readonly string[]) => Promise<void>,
): Promise<void> {
  const arrivals: string[] = [];
  const listening = {
    answer: async (_request: Request, connection: ServerConnection) => {
      arrivals.push(connection.connection);
      return await answer(arrivals.length, connection);
    },
  };
  await withListener(listening, async ({ open }) => {
    const session = new StandingSession(open);
    await use(session, arrivals);
    await session.close();
  });
}

const served = () => new Response(null, { status: 204 });
const count = (arrivals: readonly string[]) => new Set(arrivals).size;

test('requests one after the other share a connection, and after a close there is another', async () => {
  await standing(served, async (session, arrivals) => {
    for (const _ of [1, 2, 3]) expect((await session.request(GET)).response?.status).toBe(204);
    expect(count(arrivals)).toBe(1);
    await session.close();
    expect((await session.request(GET)).response?.status).toBe(204);
    expect(count(arrivals)).toBe(2);
  });
});

test('a request that comes while another is under way has a connection of its own', async () => {
  await standing(served, async (session, arrivals) => {
    const answers = await Promise.all([session.request(GET), session.request(GET)]);
    expect(answers.map(({ response }) => response?.status)).toEqual([204, 204]);
    expect(count(arrivals)).toBe(2);
  });
});

test('an answer that says "Connection: close" is the last on its connection', async () => {
  const closing = () => new Response('{}', { headers: { connection: 'close' } });
  await standing(closing, async (session, arrivals) => {
    for (const _ of [1, 2]) expect((await session.request(GET)).response?.status).toBe(200);
    expect(count(arrivals)).toBe(2);
  });
});

for (const [how, end] of [
  ['close_notify', (connection: ServerConnection) => connection.end()],
  ['a bare FIN', (connection: ServerConnection) => connection.fin()],
  ['RST', (connection: ServerConnection) => connection.reset()],
] as const) {
  test(`a request that meets the end of the kept session (${how}) is put again on another`, async () => {
    const answer = (nth: number, connection: ServerConnection) => {
      if (nth !== 2) return served();
      end(connection);
      return Response.error();
    };
    await standing(answer, async (session, arrivals) => {
      for (const _ of [1, 2]) expect((await session.request(GET)).response?.status).toBe(204);
      expect(arrivals).toHaveLength(3);
      expect(count(arrivals)).toBe(2);
    });
  });
}

test('a 408 on the kept session, by which servers end an idle one, is no answer to the request; on a new one it is', async () => {
  const tired = () => new Response(null, { status: 408, headers: { connection: 'close' } });
  await standing(
    (nth) => (nth === 2 ? tired() : served()),
    async (session, arrivals) => {
      for (const _ of [1, 2]) expect((await session.request(GET)).response?.status).toBe(204);
      expect(count(arrivals)).toBe(2);
    },
  );
  await standing(tired, async (session, arrivals) => {
    expect((await session.request(GET)).response?.status).toBe(408);
    expect(arrivals).toHaveLength(1);
  });
});

test('a request that was put on a new session, or that nobody answered in time, is not put again', async () => {
  await standing(
    () => Response.error(),
    async (session, arrivals) => {
      expect((await session.request(GET)).response).toBeUndefined();
      expect(arrivals).toHaveLength(1);
    },
  );
  const silentFromTheSecondOn = (nth: number) => (nth === 1 ? served() : new Promise<Response>(() => {}));
  await standing(silentFromTheSecondOn, async (session, arrivals) => {
    await session.request(GET);
    expect((await session.request({ ...GET, timeoutMs: 300 })).failure?.cause).toBe('timeout');
    expect(arrivals).toHaveLength(2);
  });
});
