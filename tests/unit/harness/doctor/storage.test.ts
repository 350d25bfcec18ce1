import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { storageFindings } from '../../../../harness/doctor/storage.ts';

test('a declared path that is not there is a warning about its line of the target file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-storage-'));
  try {
    await writeFile(join(folder, 'store.db'), '');
    const storage = [{ exec: 'dump' }, { path: 'store.db' }, { path: 'stroe.db' }];
    expect(storageFindings({ storage, folder })).toEqual([
      { check: 'storage', status: 'ok', message: `${join(folder, 'store.db')} is there` },
      {
        check: 'storage',
        status: 'warning',
        field: 'storage[2].path',
        message: expect.stringContaining(`${join(folder, 'stroe.db')} is not there`),
      },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
