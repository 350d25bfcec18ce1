/** Turns every scenario file into Playwright tests, one for each security method and TLS version; nothing else. */
import { resolve } from 'node:path';
// Without the fixtures that prepare a browser context before every test: nothing here opens one.
import { _baseTest as base } from '@playwright/test';
import type { CleanUp } from '../harness/actions/clean-up.ts';
import { withKnownDeviations } from '../harness/baseline/match.ts';
import { Captures } from '../harness/capture/captures.ts';
import {
  failedChecks,
  failureOf,
  parseRunRecord,
  RUN_RECORD_ATTACHMENT,
  type RunRecord,
  serializeRunRecord,
} from '../harness/evidence/run-record.ts';
import { preparedOnce } from '../harness/play/prepare.ts';
import {
  expectationsFor,
  playingName,
  playingNames,
  playingsOf,
  type Scenario,
  type ScenarioStep,
} from '../harness/scenario/scenario.ts';
import type { UnderTest } from '../harness/surroundings/open.ts';

const { target, scenarios, ledger, baseline, captures: captureFolder } = preparedOnce();
const planned = playingNames(scenarios, target.role);
const captures = captureFolder === undefined ? undefined : new Captures(captureFolder);

// By the environment, since workers are told nothing else.
const { CAPIF_RUN: run, CAPIF_KEEP } = process.env;
const keep = Boolean(CAPIF_KEEP) && CAPIF_KEEP !== '0';

/** All that plays. Only workers need it: whoever lists the tests, or shares them out, starts in half the time without. */
async function simulatedNodes() {
  const [{ openTarget }, { play }] = await Promise.all([
    import('../harness/surroundings/open.ts'),
    import('../harness/play/play.ts'),
  ]);
  return { openTarget, play };
}

const A_ROLE = { ccf: 'a CCF', aef: 'an AEF', invoker: 'an API invoker', reference: 'all three' };

interface PerTest {
  /** Told how a playing is put away. */
  readonly onStage: (cleanUp: CleanUp) => void;
}

const test = base.extend<PerTest, { underTest: UnderTest }>({
  // Torn down after Ctrl+C as well, when the playing itself is no longer waited for. Neither is a step of the clause, so neither is shown as one.
  onStage: [
    async ({}, use, info) => {
      const stages: CleanUp[] = [];
      await use((cleanUp) => void stages.push(cleanUp));
      for (const cleanUp of stages) {
        const left = await cleanUp.run();
        if (info.status !== 'interrupted') continue;
        for (const { what, why } of left) process.stderr.write(`Left at the target: ${what} (${why})\n`);
      }
    },
    { box: 'self' },
  ],
  underTest: [
    async ({}, use) => {
      const { openTarget } = await simulatedNodes();
      const source = openTarget(target);
      await use(source);
      await source.close();
    },
    { scope: 'worker', box: 'self' },
  ],
});

for (const scenario of scenarios) {
  for (const { method, tls } of playingsOf(scenario)) {
    const title = playingName(scenario, { method, tls });
    test(title, { tag: tagsOf(scenario, method) }, async ({ underTest, onStage }, info) => {
      // The merge of shards could not know otherwise how many there were.
      const { CAPIF_SHARD: shard } = process.env;
      if (shard) info.annotations.push({ type: 'shard', description: shard });
      const otherRole = target.role !== 'reference' && target.role !== scenario.underTest;
      test.skip(
        otherRole,
        `for ${A_ROLE[scenario.underTest]}, and the target ${target.name} is ${A_ROLE[target.role]}`,
      );
      const wanted = { scenario: scenario.id, underTest: scenario.underTest, method, tls, requires: scenario.requires };
      const surroundings = await underTest.get(wanted);
      const cast = { scenario, method, tls, target, surroundings, ledger, run, keep, onStage, onStep };
      const { play } = await simulatedNodes();
      const { record: played, secrets } = await play(cast);
      const record = { ...withKnownDeviations(played, baseline), planned };
      const body = serializeRunRecord(record, secrets);
      await info.attach(RUN_RECORD_ATTACHMENT, { body, contentType: 'application/json' });
      await captures?.save(record);
      // What Playwright is told it writes as well: nothing but what may be written.
      const told = parseRunRecord(body, title);
      await tell(told);
      const failure = failureOf(told);
      if (failure !== undefined) throw Object.assign(new Error(failure), { stack: failure });
    });
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
    `step ${step.step}: ${step.title ?? ([...step.do, step.await, ...step.probe].filter(Boolean).join(', ') || 'what was seen so far')}`,
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
      const known = check.known === undefined ? '' : ' (known deviation)';
      const name = `step ${step} ${check.requirement}: ${check.verdict}${known}`;
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
