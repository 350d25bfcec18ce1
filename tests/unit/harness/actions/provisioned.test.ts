/** Our nodes at a CCF whose operator's hook provisions them: what is recorded, kept secret, and made of a hook that lets us down. */

import { onboardInvokers, subscribeAefs } from '../../../../harness/actions/given.ts';
import type { HookAnswer } from '../../../../harness/hooks/contract.ts';
import type { HookResult } from '../../../../harness/hooks/result.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import { expect, test } from '../../../support/test.ts';
import { stageWithVictim } from './stage.ts';

function result(answer: HookAnswer, problem?: string): HookResult {
  const ok = problem === undefined;
  return {
    hook: 'onboard',
    ok,
    code: ok ? 0 : 1,
    durationMs: 1,
    detail: problem ?? '',
    answer,
    output: Buffer.of(),
    missing: undefined,
  };
}

/** A stage at a CCF whose hook answers this, for API invokers and AEFs alike. */
async function stageWith(answered: HookResult) {
  const stage = await stageWithVictim();
  const { surroundings } = stage;
  if (surroundings.role !== 'ccf') throw new Error('the example target is not what it was');
  const asked: string[] = [];
  const provisioning = {
    invoker: async () => {
      asked.push('invoker');
      return answered;
    },
    aef: async (hosts: readonly string[]) => {
      asked.push(`aef for ${hosts.join(' ')}`);
      return answered;
    },
  };
  return { stage: { ...stage, surroundings: { ...surroundings, provisioning } }, asked };
}

test('an API invoker acts as what the hook was issued, without a word to the CCF, and its key is a secret from then on', async () => {
  const authority = await createAuthority('CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'INV1' });
  const resource = '/api-invoker-management/v1/onboardedInvokers/ONB1';
  const issued = { apiInvokerId: 'INV1', resource, certificate, key: privateKey, onboardingSecret: 'a-secret-indeed' };
  const { stage, asked } = await stageWith(result({ invoker: issued }));
  await onboardInvokers(stage);
  expect(asked).toEqual(['invoker']);
  const { invoker } = stage.invokers.get('victim') ?? {};
  expect(invoker).toMatchObject({ apiInvokerId: 'INV1', onboardingId: 'ONB1', resource });
  const entries = stage.recorder.timeline;
  expect(entries.map(({ kind }) => kind)).toEqual(['hook', 'action']);
  expect(entries[1]).toMatchObject({
    ok: true,
    facts: { apiInvokerId: 'INV1', onboardingId: 'ONB1', certificate: true },
  });
  expect(stage.secrets.redact(`${privateKey} a-secret-indeed`)).not.toMatch(/BEGIN|a-secret-indeed/);
  expect(JSON.stringify(entries)).not.toContain('PRIVATE KEY');
});

test('a hook that fails, or answers nothing, is an onboarding that did not succeed, told as what it is', async () => {
  for (const [answered, told] of [
    [
      result({}, 'the onboard hook (./x.sh) ended with exit code 1\nmore'),
      'the onboard hook (./x.sh) ended with exit code 1',
    ],
    [result({}), 'the onboard hook printed no credentials; docs/hooks.md says which'],
  ] as const) {
    const { stage, asked } = await stageWith(answered);
    await onboardInvokers(stage);
    await subscribeAefs(stage);
    expect(asked).toEqual(['invoker', 'aef for 127.0.0.1']);
    const actions = stage.recorder.timeline.flatMap((entry) => (entry.kind === 'action' ? [entry] : []));
    expect(actions.map(({ action, ok, detail }) => [action, ok, detail])).toEqual([
      ['onboard', false, told],
      ['subscribe', false, told],
    ]);
    expect(stage.aefs.size).toBe(0);
  }
});
