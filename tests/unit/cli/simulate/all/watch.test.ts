import { lineOf } from '../../../../../cli/simulate/all/line.ts';
import { headersOf, type Sight, Watch } from '../../../../../cli/simulate/all/watch.ts';
import type {
  ConnectionOpened,
  HandshakeCompleted,
  HttpExchange,
  PeerAuthentication,
  Side,
} from '../../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../../support/test.ts';

const opened = (connection: string, side: Side, port: number): ConnectionOpened => ({
  kind: 'connection',
  connection,
  label: 'x',
  side,
  host: '127.0.0.1',
  port,
  tls: true,
  at: 1,
});
const certificate = (id: string): PeerAuthentication => ({
  by: 'certificate',
  subject: `CN=${id}`,
  issuer: 'CN=CA',
  serialNumber: '01',
  fingerprint: 'ab',
  verified: true,
});
const shaken = (connection: string, peer: PeerAuthentication): HandshakeCompleted => ({
  kind: 'handshake',
  connection,
  facts: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: undefined, resumed: false, peer },
  at: 2,
});
const asked = (connection: string, side: Side, headers: Readonly<Record<string, string>> = {}): HttpExchange => ({
  kind: 'exchange',
  exchange: 'x1',
  connection,
  side,
  request: { method: 'GET', target: '/a?token=s3cret', headers, body: 's3cret' },
  response: { status: 200, headers: {}, body: 's3cret', complete: true },
  requestAt: 3,
  at: 4,
});

function watched() {
  const sights: Sight[] = [];
  const watch = new Watch((sight) => sights.push(sight));
  watch.listensAt('127.0.0.1', 443);
  return { watch, sights, told: () => sights.map((sight) => lineOf(sight).slice(14)) };
}

test('a message between two of ours is told once, by its receiver, who knows the sender by its User-Agent', () => {
  const { watch, told } = watched();
  watch.of('invoker')(opened('c1', 'client', 443));
  watch.of('invoker')(shaken('c1', certificate('ccf')));
  watch.of('ccf')(opened('c2', 'server', 443));
  watch.of('ccf')(shaken('c2', { by: 'nothing' }));
  watch.of('ccf')(asked('c2', 'server', headersOf('invoker')));
  watch.of('invoker')(asked('c1', 'client'));
  expect(told()).toEqual(['invoker → ccf GET /a?… → 200 [TLS 1.3, no client certificate; c2]']);
});

test('a stranger is called as its certificate or TLS-PSK identity says, or by the name given to it', () => {
  const { watch, sights } = watched();
  watch.name('INV1', 'your invoker');
  for (const [connection, peer] of [
    ['c1', certificate('INV1')],
    ['c2', certificate('INV2')],
    ['c3', { by: 'psk', identity: 'INV1' }],
    ['c4', { by: 'nothing' }],
  ] as const) {
    watch.of('aef')(opened(connection, 'server', 8443));
    watch.of('aef')(shaken(connection, peer));
    watch.of('aef')(asked(connection, 'server'));
  }
  expect(sights.map(({ from }) => from)).toEqual(['your invoker', 'INV2', 'your invoker', 'somebody']);
  expect(sights.map(({ to }) => to)).toEqual(['aef', 'aef', 'aef', 'aef']);
});

test('what we send to a node that is not ours is told by us', () => {
  const { watch, told } = watched();
  watch.of('ccf')(opened('c1', 'client', 9443));
  watch.of('ccf')(shaken('c1', certificate('AEF1')));
  watch.of('ccf')(asked('c1', 'client'));
  watch.of('ccf')(opened('c2', 'client', 9444));
  watch.of('ccf')({
    kind: 'connect-failed',
    connection: 'c2',
    label: 'x',
    side: 'client',
    failure: { cause: 'connection-refused', message: 'nobody listens' },
    at: 5,
  });
  expect(told()).toEqual([
    'ccf → AEF1 GET /a?… → 200 [TLS 1.3, server certificate CN=AEF1; c1]',
    'ccf → 127.0.0.1:9444 no connection: nobody listens [no TLS; c2]',
  ]);
});

test('an ending is told once, with who began it', () => {
  const { watch, told } = watched();
  watch.of('ccf')(opened('c1', 'server', 443));
  watch.of('ccf')(shaken('c1', certificate('INV1')));
  watch.of('ccf')({ kind: 'end', connection: 'c1', by: 'self', signal: 'close_notify', at: 5 });
  watch.of('ccf')({ kind: 'end', connection: 'c1', by: 'self', signal: 'fin', at: 6 });
  watch.of('ccf')({ kind: 'end', connection: 'c1', by: 'peer', signal: 'fin', at: 7 });
  expect(told()).toEqual(['INV1 → ccf ended by ccf: close_notify [TLS 1.3, client certificate CN=INV1; c1]']);
});

test('headers, bodies and queries are told to nobody', () => {
  const { watch, sights, told } = watched();
  watch.of('ccf')(opened('c1', 'server', 443));
  watch.of('ccf')(asked('c1', 'server', { authorization: 'Bearer s3cret' }));
  expect(sights).toHaveLength(1);
  expect(JSON.stringify(sights) + told().join()).not.toContain('s3cret');
});
