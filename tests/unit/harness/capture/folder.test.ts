import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { captureFolder, removeStaleCaptures } from '../../../../harness/capture/folder.ts';
import { expect, test } from '../../../support/test.ts';

test('nothing is captured unless it is asked for', () => {
  for (const wish of [{}, { CAPIF_PCAPNG: '' }, { CAPIF_PCAPNG: '0' }, { CAPIF_PCAPNG: undefined }])
    expect(captureFolder(wish, 'out')).toBeUndefined();
});

test('beside the reports, or in a folder of the user', () => {
  expect(captureFolder({ CAPIF_PCAPNG: '1' }, 'out')).toBe(join('out', 'pcap'));
  expect(captureFolder({ CAPIF_PCAPNG: './captures' }, 'out')).toBe(resolve('captures'));
});

for (const wish of ['yes', 'true', '2', 'off']) {
  test(`"${wish}" is neither a folder nor a yes`, () => {
    expect(() => captureFolder({ CAPIF_PCAPNG: wish }, 'out')).toThrow(`CAPIF_PCAPNG is "${wish}": use 1`);
  });
}

test('captures of an earlier run go, whole or half-written, and with them the folder', async () => {
  const reports = test.info().outputPath('out');
  removeStaleCaptures(reports);
  await mkdir(join(reports, 'pcap'), { recursive: true });
  for (const name of ['a.pcapng', 'b.pcapng.123.tmp']) await writeFile(join(reports, 'pcap', name), '');
  removeStaleCaptures(reports);
  expect(existsSync(join(reports, 'pcap'))).toBe(false);
});

test('what is no capture of ours stays', async () => {
  const reports = test.info().outputPath('out');
  await mkdir(join(reports, 'pcap'), { recursive: true });
  for (const name of ['a.pcapng', 'lab.pcap', 'notes.txt']) await writeFile(join(reports, 'pcap', name), '');
  removeStaleCaptures(reports);
  expect((await readdir(join(reports, 'pcap'))).toSorted()).toEqual(['lab.pcap', 'notes.txt']);
});
