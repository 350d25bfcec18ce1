/** Captures of a conformance run: there when they are asked for, and only then. */
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '../support/test.ts';
import type { Checkout } from './checkout.ts';
import { test } from './fixtures.ts';
import { scan } from './secret-scan.ts';
import { complaints, NO_TSHARK, tshark } from './tshark.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

const PLAYED = ['-g', 'ccf-offboarding · psk · TLS 1\\.[23]'];
const FILES = ['1.2', '1.3'].map((tls) => `ccf-offboarding-psk-tls${tls}.pcapng`);

const SUITE = ['tls.handshake.ciphersuite'];

/** Every capture below the checkout, by its path there. */
async function capturesIn({ folder }: Checkout): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => !name.startsWith('node_modules') && /pcap(ng)?$/.test(name)).toSorted();
}

test('a run that is asked for captures leaves one for each playing, to be read by its owner alone', async ({
  checkout,
}) => {
  const { code, output } = await checkout.play(PLAYED, { CAPIF_PCAPNG: '1' });
  expect(code, output).toBe(0);
  const folder = join('reports', 'out', 'pcap');
  expect(await capturesIn(checkout)).toEqual([folder, ...FILES.map((name) => join(folder, name))]);
  for (const name of FILES) expect((await stat(join(checkout.folder, folder, name))).mode & 0o777).toBe(0o600);
  expect(output).toMatch(/Written: .*reports\/out\/pcap \(.*TLS secrets/);
  const others = [...(await checkout.reports())].filter(([name]) => !name.startsWith('pcap/'));
  expect(others.length).toBeGreaterThan(3);
  expect(others.flatMap(([name, text]) => scan(text).map((find) => `${name}: ${find}`))).toEqual([]);
  expect(scan(output)).toEqual([]);
});

for (const name of FILES) {
  test(`the clause is readable in ${name}`, async ({ checkout }) => {
    test.skip(NO_TSHARK !== undefined, NO_TSHARK ?? '');
    const file = join(checkout.folder, 'reports', 'out', 'pcap', name);
    expect(await complaints(file)).toEqual([]);
    // The first is the clause's; later ones repeat it, or clear up.
    const offboarding = 'http.request.method == DELETE && http.request.uri contains "/onboardedInvokers/"';
    const [[session] = []] = await tshark(file, offboarding, ['tcp.stream']);
    const onSession = `tcp.stream == ${session}`;
    expect(await tshark(file, `${onSession} && http`, ['http.request.method', 'http.response.code'])).toEqual([
      ['DELETE', ''],
      ['', '204'],
    ]);
    const version = name.includes('1.3') ? '0x0304' : '';
    const hello = await tshark(file, `${onSession} && tls.handshake.type == 2`, [
      'tls.handshake.extensions.supported_version',
    ]);
    expect(hello).toEqual([[version]]);
    const [[port] = []] = await tshark(file, `${onSession} && tcp.flags.syn == 1`, ['tcp.dstport']);
    const closing = `${onSession} && tcp.srcport == ${port} && tls.alert_message`;
    expect(await tshark(file, closing, ['tls.alert_message.level', 'tls.alert_message.desc'])).toEqual([['1', '0']]);
    const notification =
      'http.request.method == POST && json.value.string == "API_INVOKER_OFFBOARDED" && json.key == "subscriptionId"';
    expect(await tshark(file, notification, ['http.request.method'])).toContainEqual(['POST']);
    // The service API was called over TLS-PSK: a suite of RFC 4279, 5487, 5489 or 7905.
    const [[serviceApi] = []] = await tshark(file, 'http.request.uri contains "/hello"', ['tcp.stream']);
    const chosen = await tshark(file, `tcp.stream == ${serviceApi} && tls.handshake.type == 2`, SUITE);
    expect(chosen).toEqual([[expect.stringMatching(/^0x(?:008|009|00a|00b|c03|cca)/)]]);
  });
}

test('the next run removes them, and a run that is not asked leaves none', async ({ checkout }) => {
  const { code, output } = await checkout.play(PLAYED);
  expect(code, output).toBe(0);
  expect(await capturesIn(checkout)).toEqual([]);
  expect(output).not.toContain('pcap');
});

test('a word that is neither yes nor a folder is refused, and nothing is played', async ({ checkout }) => {
  const { code, output, conformance } = await checkout.play(PLAYED, { CAPIF_PCAPNG: 'yes' });
  expect(code).toBe(2);
  expect(output.trim()).toBe(
    'CAPIF_PCAPNG is "yes": use 1 for the folder pcap of the reports, a folder such as ./yes, or 0',
  );
  expect(conformance).toBeUndefined();
  await expect(access(join(checkout.folder, 'yes'))).rejects.toThrow();
});
