/** Our CCF outlives a scenario: an API invoker that still asks to leave an enrolment of an earlier one is not judged by that. */
import { expect, test } from '@playwright/test';
import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceInvoker } from '../../../../harness/surroundings/around-invoker.ts';
import type { Surroundings } from '../../../../harness/surroundings/surroundings.ts';
import { createInvoker } from '../../../../simulators/invoker/invoker.ts';

const { target, scenarios, ledger } = prepare({});

test('a request left over from an earlier scenario spoils neither the request of this one nor what follows', async () => {
  test.setTimeout(120_000);
  if (target.role !== 'reference') throw new Error('this is about the built-in API invoker');
  const scenario = scenarios.find(({ id }) => id === 'invoker-offboarding');
  if (scenario === undefined) throw new Error('the scenario is not what it was called');
  const timing = { teardown: 1000, notification: 1500, deletion: 700, quiet: 150, answer: 3000 };
  const tested = { ...target, timing };
  const source = referenceInvoker(tested);
  const playing = { method: 'pki', tls: '1.3' } as const;
  const surroundings = await source.get({ scenario: scenario.id, ...playing, requires: {} });
  if (surroundings.role !== 'invoker') throw new Error('an invoker has other surroundings');
  const { apiRoot, trust, onboardingCredential } = surroundings.ownCcf;
  const earlier = createInvoker({ apiRoot, trust, onboardingCredential, label: 'of an earlier scenario' });
  await earlier.onboard();
  const { invoker } = surroundings;
  // Its patience runs out just when the present one is told to leave.
  const run: typeof invoker.run = async (errand, told) => {
    if (errand === 'trigger') expect((await earlier.offboard()).response?.status).toBe(204);
    return await invoker.run(errand, told);
  };
  const meanwhile: Surroundings = { ...surroundings, invoker: { ...invoker, run } };
  const { record } = await play({ scenario, ...playing, target: tested, surroundings: meanwhile, ledger });
  await source.close();
  const verdicts = Object.fromEntries(
    record.steps.flatMap(({ checks }) => checks.map(({ requirement, verdict }) => [requirement, verdict])),
  );
  expect(verdicts).toMatchObject({
    'S2-request-sent': 'pass',
    'S2-own-id': 'pass',
    'S2-once': 'pass',
    'S5-certificate-deleted': 'pass',
    'S5-id-deleted': 'pass',
  });
});
