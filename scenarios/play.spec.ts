/** Turns every scenario file into Playwright tests, one for each security method and TLS version; nothing else. */
import { resolve } from 'node:path';
import { test as base } from '@playwright/test';
import {
  failedChecks,
  failureOf,
  RUN_RECORD_ATTACHMENT,
  type RunRecord,
  serializeRunRecord,
} from '../harness/evidence/run-record.ts';
import { play } from '../harness/play/play.ts';
import { prepare } from '../harness/play/prepare.ts';
import { expectationsFor, type Scenario, type ScenarioStep } from '../harness/scenario/scenario.ts';
import { type CcfSource, openCcf } from '../harness/target/under-test.ts';

const { target, scenarios, ledger } = prepare();

const test = base.extend<object, { ccfUnderTest: CcfSource }>({
  ccfUnderTest: [
    async ({ browserName: _unused }, use) => {
      const source = openCcf(target);
      await use(source);
      await source.close();
    },
    { scope: 'worker' },
  ],
});

for (const scenario of scenarios) {
  for (const method of scenario.methods) {
    for (const tls of scenario.tls) {
      const title = `${scenario.id} · ${method} · TLS ${tls}`;
      test(title, { tag: tagsOf(scenario, method) }, async ({ ccfUnderTest }, info) => {
        const otherRole = target.role !== 'reference' && target.role !== scenario.underTest;
        test.skip(otherRole, `tests a ${scenario.underTest}, and the target ${target.name} is a ${target.role}`);
        const ccf = await ccfUnderTest.get(scenario.requires);
        const { record, secrets } = await play({ scenario, method, tls, target, ccf, ledger, onStep });
        await info.attach(RUN_RECORD_ATTACHMENT, {
          body: serializeRunRecord(record, secrets),
          contentType: 'application/json',
        });
        await tell(record);
        const failure = failureOf(record);
        if (failure !== undefined) throw Object.assign(new Error(failure), { stack: failure });
      });
    }
  }
}

function tagsOf(scenario: Scenario, method: Scenario['methods'][number]): string[] {
  const requirements = expectationsFor(scenario, method).map(({ requirement }) => `@${requirement.id}`);
  return [...new Set([`@${scenario.underTest}`, `@${method}`, ...requirements])];
}

/** Shows each step as it is played, at its line of the scenario file. */
async function onStep(step: ScenarioStep | undefined, playStep: () => Promise<void>): Promise<void> {
  if (step === undefined) return base.step('preconditions and controls', playStep);
  await base.step(
    `step ${step.step}: ${step.title ?? [...step.do, step.await, ...step.probe].filter(Boolean).join(', ')}`,
    playStep,
    {
      location: placeOf(step.location),
    },
  );
}

/** Shows each verdict as a step, at the line of the scenario file that expects it; a failing one is marked and the rest still shown. */
async function tell(record: RunRecord): Promise<void> {
  const failed = new Set(failedChecks(record));
  for (const { step, checks } of record.steps) {
    for (const check of checks) {
      const name = `step ${step} ${check.requirement}: ${check.verdict}`;
      const show = () => {
        if (failed.has(check)) throw Object.assign(new Error(check.reason), { stack: check.reason });
      };
      await base.step(name, show, { location: placeOf(check.location) }).catch(() => undefined);
    }
  }
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }) {
  return { file: resolve(file), line, column };
}
