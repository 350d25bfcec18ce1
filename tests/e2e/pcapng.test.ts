/** What was captured opens in Wireshark, decrypted, and Wireshark finds nothing wrong with it. */
import { readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { CaptureArchive, type Trace } from '../../harness/capture/archive.ts';
import { pcapngOf } from '../../harness/capture/pcapng.ts';
import { startCapture } from '../../simulators/wire/capture.ts';
import { calendarMicros, calendarNow } from '../../simulators/wire/clock.ts';
import { offerLegacyVersion } from '../../simulators/wire/legacy-hello.ts';
import type { ConnectOptions, ListenOptions, ServerConnection } from '../../simulators/wire/types.ts';
import { expect, test } from '../support/test.ts';
import { withListener } from '../unit/simulators/wire/fixture.ts';
import { complaints, NO_TSHARK, tshark } from './tshark.ts';

test.skip(NO_TSHARK !== undefined, NO_TSHARK ?? '');

const ABOUT = { name: 'a-scenario', description: 'what it is', application: 'test', calendar: calendarMicros };

/** What `act` caused on the wire. */
async function captured(act: () => Promise<void>): Promise<Trace[]> {
  const archive = new CaptureArchive();
  const seen = new Set<string>();
  const stop = startCapture((event) => {
    seen.add(event.connection);
    archive.sink(event);
  });
  try {
    await act();
  } finally {
    stop();
  }
  return archive.tracesOf(seen);
}

async function written(content: Buffer): Promise<string> {
  const file = test.info().outputPath('captured.pcapng');
  await writeFile(file, content);
  return file;
}

async function fileOf(act: () => Promise<void>): Promise<string> {
  return written(pcapngOf(await captured(act), ABOUT));
}

/** An invoker's DELETE, answered with 204 and a teardown, then a notification; both ends are ours. */
async function offboarding(
  listening: Partial<ListenOptions> = {},
  connecting: Partial<ConnectOptions> = {},
  teardown: (connection: ServerConnection) => void = (connection) => connection.end(),
): Promise<void> {
  await withListener(
    {
      ...listening,
      answer: async (request, connection) => {
        await request.text();
        if (request.method === 'DELETE') connection.afterAnswer(() => teardown(connection));
        return new Response(null, { status: 204 });
      },
    },
    async ({ open }) => {
      const session = await open({ label: 'victim: CAPIF-1e', ...connecting });
      await session.request({ method: 'DELETE', path: '/onboardedInvokers/INV1' });
      await session.peerEnd(2000);
      await session.close();
      const notifying = await open({ label: 'ccf: CAPIF-3', ...connecting });
      const body = JSON.stringify({ events: 'API_INVOKER_OFFBOARDED', padding: 'x'.repeat(70_000) });
      const headers = { 'content-type': 'application/json' };
      await notifying.request({ method: 'POST', path: '/notifications', headers, body });
      await notifying.close();
    },
  );
}

const MESSAGES = ['http.request.method', 'http.request.uri', 'http.response.code'];
const OFFBOARDING = [
  ['DELETE', '/onboardedInvokers/INV1', ''],
  ['', '', '204'],
  ['POST', '/notifications', ''],
  ['', '', '204'],
];
/** Level warning, description close_notify. */
const CLOSE_NOTIFY = ['1', '0'];
const PSK = { identity: 'INV1', key: Buffer.from('00112233445566778899aabbccddeeff', 'hex') };
const overPsk = (ciphers: string) => ({ listening: { psk: () => PSK.key, ciphers }, connecting: { psk: PSK } });

interface Way {
  readonly listening: Partial<ListenOptions>;
  readonly connecting?: Partial<ConnectOptions>;
  readonly suites: RegExp;
}

const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

/** Suites by their numbers in the registry of RFC 8446 and of RFC 5246. */
const WAYS: Record<string, Way> = {
  'TLS 1.2': { listening: { maxVersion: 'TLSv1.2' }, suites: /^0xc0/ },
  'TLS 1.3': { listening: { minVersion: 'TLSv1.3' }, suites: /^0x13/ },
  'TLS 1.3 and IPv6': {
    listening: { host: '::1', minVersion: 'TLSv1.3' },
    connecting: { verify: 'chain' },
    suites: /^0x13/,
  },
  'TLS-PSK': { ...overPsk('PSK-AES128-GCM-SHA256'), suites: /^0x00a8$/ },
  'TLS-PSK with CBC': { ...overPsk('PSK-AES128-CBC-SHA256'), suites: /^0x00ae$/ },
  'TLS-PSK with ECDHE': { ...overPsk('ECDHE-PSK-CHACHA20-POLY1305'), suites: /^0xccac$/ },
};

for (const [name, { listening, connecting = {}, suites }] of Object.entries(WAYS)) {
  test(`an offboarding over ${name} is readable in clear`, async () => {
    test.skip(listening.host === '::1' && !HAS_IPV6, 'this machine has no IPv6 loopback address');
    const began = calendarNow().getTime() / 1000;
    const file = await fileOf(() => offboarding(listening, connecting));
    expect(await complaints(file)).toEqual([]);
    const hellos = await tshark(file, 'tls.handshake.type == 2', ['tls.handshake.ciphersuite']);
    expect(hellos).toEqual([[expect.stringMatching(suites)], [expect.stringMatching(suites)]]);
    // Finished is encrypted in every version: one of each end and session.
    const finished = await tshark(file, 'tls.handshake.type == 20', ['tls.handshake.type']);
    expect(finished).toHaveLength(4);
    expect(await tshark(file, 'http', MESSAGES)).toEqual(OFFBOARDING);
    expect(await tshark(file, 'json.value.string == "API_INVOKER_OFFBOARDED"', MESSAGES)).toEqual([OFFBOARDING[2]]);
    // The server closes the first session first, the client the second.
    const alerts = await tshark(file, 'tls.alert_message', [
      'tcp.stream',
      'tls.alert_message.level',
      'tls.alert_message.desc',
      'tcp.srcport',
    ]);
    expect(alerts.map((alert) => alert.slice(0, 3))).toEqual(
      ['0', '0', '1', '1'].map((stream) => [stream, ...CLOSE_NOTIFY]),
    );
    const ports = await tshark(file, 'tcp.flags.syn == 1 && tcp.flags.ack == 0', ['tcp.dstport', 'frame.time_epoch']);
    const [port, at] = ports[0] ?? [];
    expect(alerts.map(([, , , from]) => from === port)).toEqual([true, false, false, true]);
    expect(Number(at)).toBeGreaterThanOrEqual(began - 0.01);
    expect(Number(at)).toBeLessThanOrEqual(calendarNow().getTime() / 1000);
  });
}

test('the secrets in the file are what makes it readable', async () => {
  const traces = await captured(() => offboarding());
  const file = await written(
    pcapngOf(
      traces.map((trace) => ({ ...trace, secrets: [] })),
      ABOUT,
    ),
  );
  expect(await tshark(file, 'http', MESSAGES)).toEqual([]);
  expect(await tshark(file, 'tls.handshake.type == 2', ['tcp.stream'])).toEqual([['0'], ['1']]);
});

for (const side of ['client', 'server'] as const) {
  test(`the view of the ${side} alone is readable, too, and has the real addresses`, async () => {
    const traces = await captured(() => offboarding());
    const own = traces.filter((trace) => trace.side === side);
    const [first] = own;
    if (first === undefined) throw new Error('nothing was captured');
    const file = await written(pcapngOf(own, ABOUT));
    expect(await complaints(file)).toEqual([]);
    expect(await tshark(file, 'http', MESSAGES)).toEqual(OFFBOARDING);
    const [opening] = await tshark(file, 'tcp.stream == 0', ['ip.src', 'tcp.srcport', 'ip.dst', 'tcp.dstport']);
    const [from, to] = side === 'client' ? [first.local, first.remote] : [first.remote, first.local];
    expect(opening).toEqual([from.host, `${from.port}`, to.host, `${to.port}`]);
    expect(from.port).toBeGreaterThan(0);
  });
}

test('HTTP/2 is readable', async () => {
  const file = await fileOf(() => offboarding({ http2: true }, { alpn: ['h2'] }));
  expect(await complaints(file)).toEqual([]);
  const messages = await tshark(file, 'http2.headers', ['http2.headers.method', 'http2.headers.status']);
  expect(messages).toEqual([
    ['DELETE', ''],
    ['', '204'],
    ['POST', ''],
    ['', '204'],
  ]);
});

test('so is a connection without TLS', async () => {
  const file = await fileOf(() => offboarding({ identity: undefined }, { tls: false }));
  expect(await complaints(file)).toEqual([]);
  expect(await tshark(file, 'http', MESSAGES)).toEqual(OFFBOARDING);
});

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a resumed session of ${maxVersion} is readable`, async () => {
    const file = await fileOf(() =>
      withListener({ maxVersion, answer: async () => new Response(null, { status: 204 }) }, async ({ open }) => {
        const first = await open();
        await first.request({ method: 'GET', path: '/first' });
        await first.close();
        const second = await open({ resume: first.resumption() });
        expect(second.facts?.resumed).toBe(true);
        await second.request({ method: 'GET', path: '/second' });
      }),
    );
    expect(await complaints(file)).toEqual([]);
    expect(await tshark(file, 'http.request', ['http.request.uri'])).toEqual([['/first'], ['/second']]);
  });
}

const ENDINGS: Record<string, { teardown: (connection: ServerConnection) => void; flags: string; alerts: number }> = {
  'a bare FIN': { teardown: (connection) => connection.fin(), flags: '0x0011', alerts: 0 },
  RST: { teardown: (connection) => connection.reset(), flags: '0x0014', alerts: 0 },
  'an alert and FIN': { teardown: (connection) => connection.alert(49), flags: '0x0011', alerts: 1 },
};

for (const [name, { teardown, flags, alerts }] of Object.entries(ENDINGS)) {
  test(`a teardown by ${name} is shown as that`, async () => {
    const file = await fileOf(() => offboarding({}, {}, teardown));
    expect(await complaints(file)).toEqual([]);
    const [[port] = []] = await tshark(file, 'tcp.flags.syn == 1', ['tcp.dstport']);
    const byServer = `tcp.stream == 0 && tcp.srcport == ${port}`;
    const ends = await tshark(file, `${byServer} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`, ['tcp.flags']);
    expect(ends).toEqual([[flags]]);
    const fatal = await tshark(file, `${byServer} && tls.alert_message.level == 2`, ['tls.alert_message.desc']);
    expect(fatal).toEqual(Array(alerts).fill(['49']));
  });
}

test('the offer of an outdated TLS version is shown with its refusal', async () => {
  const file = await fileOf(() =>
    withListener({ answer: async () => new Response() }, async ({ listener: { host, port } }) => {
      await offerLegacyVersion({ host, port, version: 'TLSv1.1', label: 'an old client' });
    }),
  );
  expect(await complaints(file)).toEqual([]);
  expect(await tshark(file, 'tls.handshake.type == 1', ['tls.handshake.version'])).toEqual([['0x0302']]);
  expect(await tshark(file, 'tls.alert_message', ['tls.alert_message.desc'])).toEqual([['70']]);
});

test('names of scenario, ends and connections are there to read', async () => {
  const file = await fileOf(() => offboarding());
  const openings = await tshark(file, 'tcp.flags.syn == 1 && tcp.flags.ack == 0', [
    'frame.interface_name',
    'frame.comment',
  ]);
  expect(openings).toEqual([
    ['a-scenario', expect.stringMatching(/^c\d+ victim: CAPIF-1e ⇄ c\d+ server$/)],
    ['a-scenario', expect.stringMatching(/^c\d+ ccf: CAPIF-3 ⇄ c\d+ server$/)],
  ]);
});

test('Wireshark would complain: of a changed octet and of a missing packet', async () => {
  const content = await readFile(await fileOf(() => offboarding({ identity: undefined }, { tls: false })));
  const changed = Buffer.from(content);
  changed.write('PUT   ', changed.indexOf('DELETE /'));
  expect(await complaints(await written(changed))).toHaveLength(1);
  const at = content.indexOf('DELETE /');
  const start = content.lastIndexOf(Buffer.of(6, 0, 0, 0), at);
  const without = Buffer.concat([
    content.subarray(0, start),
    content.subarray(start + content.readUInt32LE(start + 4)),
  ]);
  expect(await complaints(await written(without))).not.toEqual([]);
});
