/** An AEF of ours asks the CCF whenever somebody unknown calls: to the impostor that has taken its place, that is no visit of the API invoker's. */
import { expect, test } from '@playwright/test';
import { play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceInvoker } from '../../../../harness/surroundings/around-invoker.ts';
import type { InvokerUnderTest } from '../../../../harness/surroundings/surroundings.ts';

const { target, scenarios, ledger } = prepare({});

for (const [what, acts, verdict] of [
  ['acts after its hook has ended, and does not verify', true, 'fail'],
  ['never goes there', false, 'inconclusive'],
] as const) {
  test(`an API invoker that ${what} is not taken for one that refused the impostor`, async () => {
    test.setTimeout(60_000);
    if (target.role !== 'reference') throw new Error('this is about the built-in API invoker');
    const scenario = scenarios.find(({ id }) => id === 'invoker-impostor-ccf');
    if (scenario === undefined) throw new Error('the scenario is not what it was called');
    const timing = { teardown: 1000, notification: 1500, deletion: 700, quiet: 150, answer: 1500 };
    const tested = { ...target, timing };
    const source = referenceInvoker(tested, { fault: 'verifies-ccf-at-onboarding-alone' });
    const playing = { method: 'pki', tls: '1.3' } as const;
    const around = await source.get({ scenario: scenario.id, ...playing, requires: {} });
    if (around.role !== 'invoker') throw new Error('an invoker has other surroundings');
    const { aef, invoker } = around;
    let acting: Promise<unknown> | undefined;
    const run: InvokerUnderTest['run'] = async (errand, told) => {
      if (errand !== 'trigger') return await invoker.run(errand, told);
      await expect(aef.prepareFor('somebody')).rejects.toThrow('unable to verify');
      if (acts) acting = new Promise((resolve) => setTimeout(resolve, 300)).then(() => invoker.run(errand, told));
      return { hook: errand, ok: true, code: 0, detail: 'it will', durationMs: 0, answer: {}, output: Buffer.alloc(0) };
    };
    const surroundings = { ...around, invoker: { ...invoker, run } };
    const { record } = await play({ scenario, ...playing, target: tested, surroundings, ledger });
    await acting;
    await source.close();
    const checks = record.steps.flatMap((step) => step.checks);
    expect(checks.map((check) => [check.requirement, check.verdict])).toEqual([['S0-server-authenticated', verdict]]);
  });
}
