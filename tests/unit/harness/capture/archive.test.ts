import { CaptureArchive } from '../../../../harness/capture/archive.ts';
import type { CaptureEvent } from '../../../../simulators/wire/capture.ts';
import { expect, test } from '../../../support/test.ts';

const AT = { host: '127.0.0.1', port: 1 };

function opened(connection: string): CaptureEvent {
  return { kind: 'opened', connection, label: 'x', side: 'client', local: AT, remote: AT, at: 1 };
}

function names(archive: CaptureArchive, ...connections: string[]): string[] {
  return archive.tracesOf(new Set(connections)).map(({ connection }) => connection);
}

test('a trace holds what happened on its connection and nothing of another', () => {
  const archive = new CaptureArchive();
  archive.sink(opened('c1'));
  archive.sink(opened('c2'));
  archive.sink({ kind: 'secret', connection: 'c1', line: 'CLIENT_RANDOM a b' });
  archive.sink({ kind: 'bytes', connection: 'c1', by: 'self', bytes: Buffer.from('x'), at: 2 });
  archive.sink({ kind: 'finished', connection: 'c1', by: 'peer', how: 'fin', at: 3 });
  archive.sink({ kind: 'bytes', connection: 'c2', by: 'peer', bytes: Buffer.from('y'), at: 4 });
  expect(archive.tracesOf(new Set(['c1']))).toMatchObject([
    { connection: 'c1', openedAt: 1, secrets: ['CLIENT_RANDOM a b'], happenings: [{ kind: 'bytes' }, { how: 'fin' }] },
  ]);
});

test('what happens on a connection whose beginning was missed is not kept', () => {
  const archive = new CaptureArchive();
  archive.sink({ kind: 'bytes', connection: 'c1', by: 'self', bytes: Buffer.from('x'), at: 2 });
  expect(names(archive, 'c1')).toEqual([]);
});

test('a connection that outlives a scenario is kept from its beginning; one that has closed can be dropped', () => {
  const archive = new CaptureArchive();
  for (const connection of ['c1', 'c2']) archive.sink(opened(connection));
  archive.sink({ kind: 'closed', connection: 'c1' });
  expect(names(archive, 'c1', 'c2')).toEqual(['c1', 'c2']);
  archive.dropClosed();
  expect(names(archive, 'c1', 'c2')).toEqual(['c2']);
});
