import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Captures } from '../../../../harness/capture/captures.ts';
import type { Entry } from '../../../../harness/evidence/timeline.ts';
import type { WireEvent } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { withListener } from '../../simulators/wire/fixture.ts';
import { readPcapng } from './reader.ts';

const RECORD = { scenario: 'ccf-offboarding', title: 'A CCF offboards', method: 'psk', tls: '1.2' } as const;

/** What a client of ours told while it asked for something once. */
async function once(observed: WireEvent[] = []): Promise<WireEvent[]> {
  await withListener({ answer: async () => new Response(null, { status: 204 }) }, async ({ open }) => {
    const session = await open({ observer: (event) => observed.push(event) });
    await session.request({ method: 'DELETE', path: '/' });
    await session.close();
  });
  return observed;
}

function timeline(events: readonly WireEvent[]): Entry[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, step: 0 }));
}

async function capturing(use: (captures: Captures, folder: string) => Promise<void>): Promise<void> {
  const folder = test.info().outputPath('deep', 'pcap');
  const captures = new Captures(folder);
  try {
    await use(captures, folder);
  } finally {
    captures.stop();
  }
}

test('a file for the scenario, named like its evidence, for its owner alone', async () => {
  await capturing(async (captures, folder) => {
    const events = await once();
    const path = await captures.save({ ...RECORD, timeline: timeline(events) });
    expect(path).toBe(join(folder, 'ccf-offboarding-psk-tls1.2.pcapng'));
    expect(await readdir(folder)).toEqual(['ccf-offboarding-psk-tls1.2.pcapng']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path ?? '')).mode & 0o777).toBe(0o600);
  });
});

test('a file that was open to all is replaced by one that is not', async () => {
  await capturing(async (captures, folder) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'ccf-offboarding-psk-tls1.2.pcapng'), 'stale', { mode: 0o644 });
    const path = (await captures.save({ ...RECORD, timeline: timeline(await once()) })) ?? '';
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(readPcapng(await readFile(path)).packets.length).toBeGreaterThan(3);
  });
});

test('only connections on the timeline are in it, and a scenario without any has no file', async () => {
  await capturing(async (captures, folder) => {
    const [mine] = [await once(), await once()];
    const path = await captures.save({ ...RECORD, timeline: timeline(mine) });
    const { packets, interfaceName, interfaceDescription } = readPcapng(await readFile(path ?? ''));
    expect({ interfaceName, interfaceDescription }).toEqual({
      interfaceName: 'ccf-offboarding-psk-tls1.2',
      interfaceDescription: 'A CCF offboards',
    });
    const openings = packets.filter(({ flags }) => flags === 0x02).map(({ comment }) => comment);
    expect(openings).toEqual([`${mine[0]?.connection} client`]);
    expect(await captures.save({ ...RECORD, scenario: 'nothing', timeline: [] })).toBeUndefined();
    expect(await readdir(folder)).toHaveLength(1);
  });
});

test('what cannot be written says so, and leaves nothing half-written', async () => {
  await capturing(async (captures, folder) => {
    await mkdir(join(folder, 'ccf-offboarding-psk-tls1.2.pcapng', 'taken'), { recursive: true });
    await expect(captures.save({ ...RECORD, timeline: timeline(await once()) })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['ccf-offboarding-psk-tls1.2.pcapng']);
  });
});
