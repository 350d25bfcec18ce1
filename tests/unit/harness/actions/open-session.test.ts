/** Which connection stands idle in the end: the one that was used, unless its answer ended it and another can be had that is known whose it is. */

import { type Line, openAndUse } from '../../../../harness/actions/open-session.ts';
import { withoutKeepAlive } from '../../../../simulators/wire/answer-forms.ts';
import { WireError } from '../../../../simulators/wire/facts.ts';
import type { ClientSession, ServerConnection } from '../../../../simulators/wire/types.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from '../../simulators/wire/fixture.ts';
import { stageWithVictim } from './stage.ts';

/** What came of opening a connection to a server that answers so, and using it. */
async function opened({ closes, knownByHandshake }: { readonly closes: boolean; readonly knownByHandshake: boolean }) {
  const stage = await stageWithVictim();
  const kept: ClientSession[] = [];
  const answer = async (_request: Request, connection: ServerConnection) => {
    const response = new Response(null, { status: 204 });
    return closes ? withoutKeepAlive(response, connection) : response;
  };
  let used: ClientSession | undefined;
  await withListener({ answer }, async ({ open }) => {
    const line: Line = {
      open: () => open({ observer: stage.recorder.observe }),
      use: (_invoker, session) => session.request({ method: 'GET', path: '/' }),
      knownByHandshake,
    };
    const done = await openAndUse(stage, line, {
      action: 'open-service-session',
      subject: 'victim',
      keep: (session) => kept.push(session),
    });
    used = done?.session;
    await stage.cleanUp.run();
  });
  const actions = stage.recorder.timeline.flatMap((entry) =>
    entry.kind === 'action' ? [{ action: entry.action, ...entry.facts }] : [],
  );
  return { actions, kept: kept.map(({ connection }) => connection), used: used?.connection ?? '' };
}

test('the connection that was used is the one that stands', async () => {
  for (const knownByHandshake of [true, false]) {
    const { actions, kept, used } = await opened({ closes: false, knownByHandshake });
    expect(kept).toEqual([used]);
    expect(actions).toEqual([
      { action: 'use-session', connection: used },
      { action: 'open-service-session', connection: used },
    ]);
  }
});

test('where its answer ended it, another stands that the handshake shows to be that of this invoker', async () => {
  const { actions, kept, used } = await opened({ closes: true, knownByHandshake: true });
  const [, another = ''] = kept;
  expect(kept).toEqual([used, another]);
  expect(another).not.toBe(used);
  expect(actions).toEqual([
    { action: 'use-session', connection: used },
    { action: 'open-service-session', connection: another },
  ]);
});

test('where only a request shows whose it is, the one that its answer ended is told as spent', async () => {
  const { actions, kept, used } = await opened({ closes: true, knownByHandshake: false });
  expect(kept).toEqual([used]);
  expect(actions).toEqual([
    { action: 'use-session', connection: used },
    { action: 'open-service-session', connection: used, spent: true },
  ]);
});

test('where no connection comes about nothing is used, and that is told', async () => {
  const stage = await stageWithVictim();
  const line: Line = {
    open: () => Promise.reject(new WireError('c1', { cause: 'connection-refused', message: 'nobody listens' })),
    use: () => Promise.reject(new Error('there is nothing to use')),
    knownByHandshake: true,
  };
  const opening = { action: 'open-service-session', subject: 'victim', keep: () => {} } as const;
  expect(await openAndUse(stage, line, opening)).toBeUndefined();
  expect(stage.recorder.timeline).toMatchObject([
    { action: 'use-session', ok: false, detail: 'nobody listens', facts: { failure: 'connection-refused' } },
  ]);
});
