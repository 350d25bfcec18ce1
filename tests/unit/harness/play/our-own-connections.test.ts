/** An AEF of ours asks the CCF whenever somebody unknown calls: to the impostor that has taken its place, that is no visit of the API invoker's. */

import type { InvokerUnderTest } from '../../../../harness/surroundings/surroundings.ts';
import { expect, test } from '../../../support/test.ts';
import { builtInInvoker } from './built-in-invoker.ts';

for (const [what, acts, verdict] of [
  ['acts after its hook has ended, and does not verify', true, 'fail'],
  ['never goes there', false, 'inconclusive'],
] as const) {
  test(`an API invoker that ${what} is not taken for one that refused the impostor`, async () => {
    test.setTimeout(60_000);
    const { around, ...built } = await builtInInvoker('invoker-impostor-ccf', 1500, {
      fault: 'verifies-ccf-at-onboarding-alone',
    });
    const { aef, invoker } = around;
    let acting: Promise<unknown> | undefined;
    const run: InvokerUnderTest['run'] = async (errand, told) => {
      if (errand !== 'trigger') return await invoker.run(errand, told);
      await expect(aef.prepareFor('somebody')).rejects.toThrow('unable to verify');
      if (acts) acting = new Promise((resolve) => setTimeout(resolve, 300)).then(() => invoker.run(errand, told));
      return {
        hook: errand,
        ok: true,
        code: 0,
        detail: 'it will',
        durationMs: 0,
        answer: {},
        output: Buffer.alloc(0),
        missing: undefined,
      };
    };
    const { record } = await built.play({ ...around, invoker: { ...invoker, run } });
    await acting;
    await built.close();
    const checks = record.steps.flatMap((step) => step.checks);
    expect(checks.map((check) => [check.requirement, check.verdict])).toEqual([['S0-server-authenticated', verdict]]);
  });
}
