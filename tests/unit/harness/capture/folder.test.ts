import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { captureFolder } from '../../../../harness/capture/folder.ts';

test('nothing is captured unless it is asked for', () => {
  for (const wish of [{}, { CAPIF_PCAPNG: '' }, { CAPIF_PCAPNG: '0' }, { CAPIF_PCAPNG: undefined }])
    expect(captureFolder(wish)).toBeUndefined();
});

test('beside the reports, or in a folder of the user', () => {
  expect(captureFolder({ CAPIF_PCAPNG: '1' })).toBe(resolve('reports/out/pcap'));
  expect(captureFolder({ CAPIF_PCAPNG: './captures' })).toBe(resolve('captures'));
});

for (const wish of ['yes', 'true', '2', 'off']) {
  test(`"${wish}" is neither a folder nor a yes`, () => {
    expect(() => captureFolder({ CAPIF_PCAPNG: wish })).toThrow(`CAPIF_PCAPNG is "${wish}": use 1`);
  });
}
