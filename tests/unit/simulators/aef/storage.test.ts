/** What an AEF holds of API invokers as files, and that they go with what they say. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AefFault } from '../../../../simulators/aef/faults.ts';
import { trustedIn } from '../../../../simulators/aef/storage.ts';
import { TrustStore } from '../../../../simulators/aef/trust-store.ts';
import { type KnownSecurityMethod, SECURITY_METHODS } from '../../../../simulators/capif/publish.ts';
import { startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events } from '../nodes.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aef-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const names = () => readdirSync(join(folder, 'api-invokers'));
const told = (id: string) => JSON.parse(readFileSync(join(folder, 'api-invokers', `${id}.json`), 'utf8'));

test('a trusted API invoker is a file, with what it is recognised by', () => {
  const store = new TrustStore(trustedIn(folder));
  const settle = (id: string, more: object) => store.settle(store.ticket(id), { apiInvokerId: id, ...more });
  settle('INV1', { aefPsk: Buffer.alloc(32, 1) });
  settle('INV2', { root: 'PEM' });
  settle('INV3', { tokens: new Set(['hash']) });
  expect(told('INV1')).toEqual({ apiInvokerId: 'INV1', aefPsk: '01'.repeat(32) });
  expect(told('INV2')).toEqual({ apiInvokerId: 'INV2', root: 'PEM' });
  expect(told('INV3')).toEqual({ apiInvokerId: 'INV3', tokens: ['hash'] });
  store.delete('INV1');
  store.settle(store.ticket('INV2'), undefined);
  expect(names()).toEqual(['INV3.json']);
});

/** What is in the folder when the notification is acknowledged, and the AEFPSK of who left, if it had one. */
async function left(method: KnownSecurityMethod, fault?: AefFault) {
  const ccf = await startCcf();
  const events = new Events();
  const aef = await aefOf(ccf, { fault, storage: folder, observer: events.observer });
  const [invoker, bystander] = [await callerOf(ccf, aef, method), await callerOf(ccf, aef, method)];
  expect(names().sort()).toEqual([`${invoker.id}.json`, `${bystander.id}.json`].sort());
  const key = aef.aefPskOf(invoker.id);
  await invoker.offboard();
  await events.notified(invoker.id);
  expect(names()).toEqual([`${bystander.id}.json`]);
  await aef.close();
  await ccf.close();
  return { files: readdirSync(folder), key };
}

for (const method of SECURITY_METHODS) {
  test(`${method}: nothing of who was offboarded is left when that is acknowledged`, async () => {
    expect((await left(method)).files).toEqual(['api-invokers']);
  });
}

test('keeps-aefpsk-backup: of TLS-PSK the key is left, of the others nothing', async () => {
  const { files, key } = await left('PSK', 'keeps-aefpsk-backup');
  expect(files.sort()).toEqual(['api-invokers', 'backup.txt']);
  expect(readFileSync(join(folder, 'backup.txt'), 'utf8')).toBe(`${key?.toString('base64')}\n`);
});

test('keeps-aefpsk-backup: without TLS-PSK there is nothing to keep', async () => {
  expect((await left('OAUTH', 'keeps-aefpsk-backup')).files).toEqual(['api-invokers']);
});
