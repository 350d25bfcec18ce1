/** The file says what the traces say, to a reader that knows the specifications and not the writer. */

import fc from 'fast-check';
import { pcapngOf } from '../../../../harness/capture/pcapng.ts';
import { expect, test } from '../../../support/test.ts';
import { type ReadPacket, readPcapng } from './reader.ts';
import { accepted, type Told, trace } from './traces.ts';

const ABOUT = {
  name: 'ccf-offboarding-psk-tls1.2',
  description: 'A CCF offboards',
  application: 'capif-conformance 0',
  calendar: (at: number) => 1_800_000_000_000_000 + at,
};
const SYN = 0x02;
const SYN_ACK = 0x12;
const ACK = 0x10;
const PSH_ACK = 0x18;
const FIN_ACK = 0x11;
const RST_ACK = 0x14;

const read = (...traces: Parameters<typeof pcapngOf>[0]) => readPcapng(pcapngOf(traces, ABOUT));
const flags = (packets: readonly ReadPacket[]) => packets.map((packet) => packet.flags);

test('the blocks: section, interface, secrets, packets, and what they tell of themselves', () => {
  const file = read(trace([{ by: 'self', bytes: 'hello' }], { secrets: ['CLIENT_RANDOM aa bb', 'X aa cc'] }));
  expect(file.order).toEqual(['section', 'interface', 'secrets', 'packet']);
  expect(file.keyLog).toBe('CLIENT_RANDOM aa bb\nX aa cc\n');
  expect(file.comment).toMatch(/^Holds TLS secrets/);
  expect(file).toMatchObject({
    application: 'capif-conformance 0',
    interfaceName: 'ccf-offboarding-psk-tls1.2',
    interfaceDescription: 'A CCF offboards',
  });
});

test('a file without secrets has no block for them, and one without connections no packets', () => {
  expect(read(trace([])).order).toEqual(['section', 'interface', 'packet']);
  expect(read().order).toEqual(['section', 'interface']);
});

test('a conversation from the opening of TCP to both ends of it', () => {
  const { packets } = read(
    trace([
      { by: 'self', bytes: 'DELETE' },
      { by: 'peer', bytes: '204' },
      { by: 'peer', how: 'fin' },
      { by: 'self', how: 'fin', at: 5000 },
    ]),
  );
  expect(flags(packets)).toEqual([SYN, SYN_ACK, ACK, PSH_ACK, PSH_ACK, FIN_ACK, ACK, FIN_ACK]);
  const [client, server] = ['7f000001:50000', '7f000001:443'];
  const froms = [client, server, client, client, server, server, client, client];
  expect(packets.map(({ from }) => from)).toEqual(froms);
  expect(packets.map(({ to }) => to)).toEqual(froms.map((from) => (from === client ? server : client)));
  const first = { client: packets[0]?.seq ?? 0, server: packets[1]?.seq ?? 0 };
  const relative = packets.map(({ from, seq, ack, flags: set }) => [
    seq - (from === client ? first.client : first.server),
    set === SYN ? ack : ack - (from === client ? first.server : first.client),
  ]);
  // Octets counted from the SYN: DELETE is 1 to 6, 204 is 1 to 3, then a FIN each.
  expect(relative).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 1],
    [1, 7],
    [4, 7],
    [7, 5],
    [7, 5],
  ]);
  const micros = [1000, 1000, 1000, 1001, 1002, 1003, 1003, 5000].map((at) => BigInt(ABOUT.calendar(at)));
  expect(packets.map((packet) => packet.micros)).toEqual(micros);
  const comments = ['c1 victim', 'FIN by the peer', 'FIN by our end (victim)'];
  expect(packets.flatMap(({ comment }) => comment ?? [])).toEqual(comments);
});

test('an RST is the last word, whoever says it', () => {
  for (const by of ['self', 'peer'] as const) {
    const { packets } = read(
      trace([
        { by, how: 'rst' },
        { by: 'self', how: 'fin' },
        { by: 'self', bytes: 'x' },
      ]),
    );
    expect(flags(packets)).toEqual([SYN, SYN_ACK, ACK, RST_ACK]);
    expect(packets.at(-1)?.from).toBe(by === 'self' ? '7f000001:50000' : '7f000001:443');
  }
});

test('what an engine writes after its own FIN is not on the wire', () => {
  const { packets } = read(
    trace([
      { by: 'self', how: 'fin' },
      { by: 'self', bytes: 'late' },
      { by: 'peer', bytes: 'ok' },
    ]),
  );
  expect(flags(packets)).toEqual([SYN, SYN_ACK, ACK, FIN_ACK, PSH_ACK]);
  expect(packets.at(-1)?.payload.toString()).toBe('ok');
});

test('a connection seen at both ends is written once, as the client saw it, with the secrets of both', () => {
  const file = read(
    trace(
      [
        { by: 'self', bytes: 'hi' },
        { by: 'peer', bytes: 'ho' },
      ],
      { secrets: ['A', 'B'] },
    ),
    accepted(
      [
        { by: 'peer', bytes: 'hi' },
        { by: 'self', bytes: 'ho' },
      ],
      { secrets: ['B', 'C'] },
    ),
  );
  expect(file.packets.map(({ payload }) => payload.toString()).filter(Boolean)).toEqual(['hi', 'ho']);
  expect(file.packets[0]?.comment).toBe('c1 victim ⇄ c2 aef-1');
  expect(file.keyLog).toBe('A\nB\nC\n');
});

test('an ending that only the other end knows of is shown, after what it followed', () => {
  const { packets } = read(
    trace([
      { by: 'peer', bytes: 'alert', at: 2010 },
      { by: 'self', how: 'fin', at: 2020 },
    ]),
    accepted([
      { by: 'self', bytes: 'alert', at: 2000 },
      { by: 'self', how: 'fin', at: 2001 },
    ]),
  );
  expect(flags(packets)).toEqual([SYN, SYN_ACK, ACK, PSH_ACK, FIN_ACK, ACK, FIN_ACK]);
  expect(packets.map(({ from }) => from.endsWith(':443'))).toEqual([false, true, false, true, true, false, false]);
});

test('ends belong together by their addresses, whichever family a socket for both saw', () => {
  const mapped = { local: { host: '::ffff:127.0.0.1', port: 443 }, remote: { host: '::ffff:127.0.0.1', port: 50_000 } };
  expect(read(trace([]), accepted([], mapped)).packets).toHaveLength(3);
  const elsewhere = { remote: { host: '127.0.0.1', port: 50_001 } };
  expect(read(trace([]), accepted([], elsewhere)).packets).toHaveLength(6);
  // The same ports used twice: two conversations, each with its own sequence numbers.
  const again = read(trace([]), accepted([]), trace([], { connection: 'c3' }), accepted([], { connection: 'c4' }));
  expect(again.packets).toHaveLength(6);
  expect(new Set(again.packets.map(({ seq }) => seq)).size).toBeGreaterThan(3);
});

test('what a server of ours accepted from a stranger is written with the stranger as client', () => {
  const { packets } = read(accepted([{ by: 'peer', bytes: 'POST' }]));
  expect(packets.map(({ from }) => from)).toEqual([
    '7f000001:50000',
    '7f000001:443',
    '7f000001:50000',
    '7f000001:50000',
  ]);
});

test('IPv6 in all its spellings', () => {
  const spelt: [host: string, octets: string][] = [
    ['::1', `${'0'.repeat(31)}1`],
    ['fe80::1%eth0', `fe80${'0'.repeat(27)}1`],
    ['2001:db8:0:1::', `20010db800000001${'0'.repeat(16)}`],
    ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
    ['::', '0'.repeat(32)],
  ];
  for (const [host, octets] of spelt) {
    const { packets } = read(
      trace([{ by: 'self', bytes: 'x' }], { local: { host, port: 1 }, remote: { host, port: 2 } }),
    );
    expect(packets[0]).toMatchObject({ family: 6, from: `${octets}:1`, to: `${octets}:2` });
  }
});

const happening: fc.Arbitrary<Told> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: end(), bytes: fc.uint8Array({ maxLength: 4000 }).map(Buffer.from) }) },
  { weight: 1, arbitrary: fc.record({ by: end(), how: fc.constantFrom('fin' as const, 'rst' as const) }) },
);

function end() {
  return fc.constantFrom('self' as const, 'peer' as const);
}

test('whatever happens: every octet once and in order, numbers that follow on, frames that fit', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 12 }), fc.boolean(), (told, overIpv6) => {
      const host = overIpv6 ? '::1' : '127.0.0.1';
      const { packets } = read(trace(told, { local: { host, port: 50_000 }, remote: { host, port: 443 } }));
      expect(packets.every(({ frameLength }) => frameLength <= 1514)).toBe(true);
      const next = new Map<string, number>();
      for (const { from, to, seq, ack, flags: set, payload } of packets) {
        if (next.has(from)) expect(seq).toBe(next.get(from));
        if (set !== SYN) expect(ack).toBe(next.get(to));
        next.set(from, (seq + payload.length + ((set & 0x03) === 0 ? 0 : 1)) % 2 ** 32);
      }
      expect(octetsOf(packets)).toEqual(octetsTold(told));
    }),
    { numRuns: 150 },
  );
});

function octetsOf(packets: readonly ReadPacket[]): { self: string; peer: string } {
  const by = (port: string) =>
    Buffer.concat(packets.filter(({ from }) => from.endsWith(port)).map(({ payload }) => payload)).toString('hex');
  return { self: by(':50000'), peer: by(':443') };
}

/** Up to the first RST, and of each end up to its FIN. */
function octetsTold(told: readonly Told[]): { self: string; peer: string } {
  const sent = { self: '', peer: '' };
  const ended = new Set<string>();
  for (const one of told) {
    if (ended.has(one.by)) continue;
    if ('bytes' in one) sent[one.by] += Buffer.from(one.bytes).toString('hex');
    else if (one.how === 'rst') break;
    else ended.add(one.by);
  }
  return sent;
}
