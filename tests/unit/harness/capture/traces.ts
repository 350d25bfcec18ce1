import type { Happening, Trace } from '../../../../harness/capture/archive.ts';

/** What happened on a connection, without saying on which. */
export type Told =
  | { readonly by: 'self' | 'peer'; readonly bytes: string | Buffer; readonly at?: number }
  | { readonly by: 'self' | 'peer'; readonly how: 'fin' | 'rst'; readonly at?: number };

/** A client's trace from 127.0.0.1:50000 to 127.0.0.1:443, opened at 1000; things happen a microsecond apart unless they say when. */
export function trace(told: readonly Told[], about: Partial<Trace> = {}): Trace {
  const connection = about.connection ?? 'c1';
  return {
    connection,
    label: 'victim',
    side: 'client',
    local: { host: '127.0.0.1', port: 50_000 },
    remote: { host: '127.0.0.1', port: 443 },
    openedAt: 1000,
    secrets: [],
    happenings: told.map((one, index): Happening => {
      const common = { connection, by: one.by, at: one.at ?? 1001 + index };
      return 'bytes' in one
        ? { kind: 'bytes', ...common, bytes: Buffer.from(one.bytes) }
        : { kind: 'finished', ...common, how: one.how };
    }),
    ...about,
  };
}

/** The server's end of the same connection. */
export function accepted(told: readonly Told[], about: Partial<Trace> = {}): Trace {
  return trace(told, {
    connection: 'c2',
    label: 'aef-1',
    side: 'server',
    local: { host: '127.0.0.1', port: 443 },
    remote: { host: '127.0.0.1', port: 50_000 },
    ...about,
  });
}
