/** Our CCF outlives a scenario: an API invoker that still asks to leave an enrolment of an earlier one is not judged by that. */

import { createInvoker } from '../../../../simulators/invoker/invoker.ts';
import { expect, test } from '../../../support/test.ts';
import { builtInInvoker } from './built-in-invoker.ts';

test('a request left over from an earlier scenario spoils neither the request of this one nor what follows', async () => {
  test.setTimeout(120_000);
  const { around, ...built } = await builtInInvoker('invoker-offboarding', 3000);
  const { apiRoot, trust, onboardingCredential } = around.ownCcf;
  const earlier = createInvoker({ apiRoot, trust, onboardingCredential, label: 'of an earlier scenario' });
  await earlier.onboard();
  const { invoker } = around;
  // Its patience runs out just when the present one is told to leave.
  const run: typeof invoker.run = async (errand, told) => {
    if (errand === 'trigger') expect((await earlier.offboard()).response?.status).toBe(204);
    return await invoker.run(errand, told);
  };
  const { record } = await built.play({ ...around, invoker: { ...invoker, run } });
  await built.close();
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
