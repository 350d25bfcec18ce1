/** The built-in nodes under test: each keeps what it holds where it is looked for, and the folder goes with it. */
import { existsSync, readdirSync } from 'node:fs';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceAef } from '../../../../harness/surroundings/around-aef.ts';
import { referenceCcf } from '../../../../harness/surroundings/around-ccf.ts';
import { referenceInvoker } from '../../../../harness/surroundings/around-invoker.ts';
import type { Wanted } from '../../../../harness/surroundings/surroundings.ts';
import type { ReferenceTarget } from '../../../../harness/target/target.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import { expect, test } from '../../../support/test.ts';

const WANTED: Wanted = { scenario: 'a-scenario', method: 'psk', tls: '1.3', requires: {} };

function target(): ReferenceTarget {
  const prepared = prepare({}).target;
  if (prepared.role !== 'reference') throw new Error('the default target is not what it was');
  return prepared;
}

for (const [role, sourceOf] of [
  ['ccf', referenceCcf],
  ['aef', referenceAef],
  ['invoker', referenceInvoker],
] as const) {
  test(`${role}: its folder is what is looked through, and is gone with it`, async () => {
    const source = sourceOf(target());
    const { storage } = await source.get(WANTED);
    const again = await source.get({ ...WANTED, method: 'pki' });
    expect(again.storage).toEqual(storage);
    expect(storage.places).toEqual([{ path: storage.folder }]);
    expect(readdirSync(storage.folder)).toEqual([]);
    await source.close();
    expect(existsSync(storage.folder)).toBe(false);
  });
}

test('a second AEF has a folder of its own', async () => {
  const source = referenceAef(target());
  const usual = await source.get(WANTED);
  const resuming = await source.get({ ...WANTED, requires: { sessionResumption: true } });
  expect(resuming.storage.folder).not.toBe(usual.storage.folder);
  await source.close();
  for (const { storage } of [usual, resuming]) expect(existsSync(storage.folder)).toBe(false);
});

test('the CCF whose operator retains is another, and it alone claims so', async () => {
  const source = referenceCcf(target());
  const usual = await source.get(WANTED);
  const retaining = await source.get({ ...WANTED, requires: { retention: true } });
  expect([usual.claims, retaining.claims]).toEqual([{ retention: false }, { retention: true }]);
  expect(retaining.storage.folder).not.toBe(usual.storage.folder);
  await source.close();
});

test('what is kept there is that of this node', async () => {
  const source = referenceCcf(target());
  const { ccf, storage } = await source.get(WANTED);
  const { apiRoot, trust, onboardingCredential } = ccf;
  const invoker = createInvoker({ apiRoot, trust, onboardingCredential, label: 'X' });
  await invoker.onboard();
  expect(readdirSync(`${storage.folder}/profiles`)).toEqual([`${invoker.onboardingId}.json`]);
  await source.close();
});
