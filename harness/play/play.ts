/**
 * Plays one scenario: preconditions, controls, then the numbered steps as the file has them; judges afterwards, from the recording alone.
 */
import type { Ledger, Method } from '../../scenarios/requirements/ledger.ts';
import { calendarNow, delay, monotonicNow } from '../../simulators/wire/clock.ts';
import { randomId } from '../../simulators/wire/dice.ts';
import { type CleanUp, Interrupted } from '../actions/clean-up.ts';
import { createStage } from '../actions/create-stage.ts';
import { runAside } from '../actions/invoker-under-test.ts';
import { isOffboarded } from '../actions/is-offboarded.ts';
import { noteIssued } from '../actions/issued.ts';
import { ACTIONS, loadActions, PRECONDITIONS } from '../actions/registry.ts';
import type { Stage } from '../actions/stage.ts';
import { scanBefore } from '../actions/storage.ts';
import type { RunRecord } from '../evidence/run-record.ts';
import type { SecretRegister } from '../evidence/secrets.ts';
import { EvidenceView } from '../evidence/view.ts';
import { type Probe, type ProbedInvoker, put } from '../probes/probe.ts';
import { loadProbes, PROBES } from '../probes/registry.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { Target } from '../target/target.ts';
import { guardContracts } from './contract-guard.ts';
import { judgeSteps, notApplicableSteps, recordOf } from './judging.ts';
import { untilDeleted, wait } from './waits.ts';

/** What a scenario is played with. */
export interface Cast {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly tls: '1.2' | '1.3';
  readonly target: Target;
  /** The implementation under test, and what of ours stands around it. */
  readonly surroundings: Surroundings;
  readonly ledger: Ledger;
  /** Id of the run that it belongs to, told to the target; one of its own by default. */
  readonly run?: string | undefined;
  /** What is made at the target stays there. Default false. */
  readonly keep?: boolean;
  /** Called before anything is done: whoever ends the run in the middle of it can put things away. */
  readonly onStage?: (cleanUp: CleanUp) => void;
  /** Called around each step, for whoever shows progress; must call `play` once. */
  readonly onStep?: (step: ScenarioStep | undefined, play: () => Promise<void>) => Promise<void>;
}

export interface Played {
  readonly record: RunRecord;
  /** Everything that must not be written as it is. */
  readonly secrets: SecretRegister;
}

/**
 * Plays and judges. Never throws for what the target does; a fault of the harness itself is in the record, as `error`.
 *
 * @throws {Interrupted} when everything was put away before it was over: half a playing is none.
 */
export async function play(cast: Cast): Promise<Played> {
  await Promise.all([loadActions(), loadProbes()]);
  const startedAt = calendarNow();
  const began = monotonicNow();
  const stage = stageFor(cast);
  cast.onStage?.(stage.cleanUp);
  const unmet = notApplicableSteps(cast);
  if (unmet === undefined) await perform(cast, stage);
  const leftovers = await stage.cleanUp.run();
  const durationMs = Math.round((monotonicNow() - began) / 1000);
  const { timeline } = stage.recorder;
  const steps = unmet?.steps ?? judgeSteps(cast, timeline);
  const record = recordOf(cast, {
    startedAt,
    durationMs,
    timeline,
    steps,
    notApplicableBecause: unmet?.because,
    leftovers,
  });
  return { record, secrets: stage.secrets };
}

function stageFor({ scenario, run = randomId(''), keep = false, ...cast }: Cast): Stage {
  const { id: scenarioId, bystander, aefs } = scenario;
  return createStage({ ...cast, scenarioId, bystander, aefs, run, keep });
}

async function perform(cast: Cast, stage: Stage): Promise<void> {
  const { scenario, onStep = (_step, play) => play() } = cast;
  const { recorder, surroundings } = stage;
  const relay = 'relay' in surroundings ? surroundings.relay : undefined;
  try {
    relay?.attach(recorder.observe);
    await onStep(undefined, async () => {
      await runAside(stage, 'reset');
      for (const name of scenario.given) await PRECONDITIONS[name]?.run(stage);
      await putControls(scenario, stage);
      if (scenario.steps.some((step) => step.do.includes('storage.scan'))) await scanBefore(stage);
    });
    for (const step of scenario.steps) {
      recorder.step = step.step;
      await onStep(step, () => playStep(step, stage));
    }
    await noteIssued(stage);
    // What was put away meanwhile would be missed by every check.
    stage.cleanUp.signal.throwIfAborted();
    guardContracts(recorder);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    recorder.add({ kind: 'fault', message: error instanceof Error ? error.message : String(error) });
  } finally {
    recorder.seal();
    relay?.attach(undefined);
    await stage.cleanUp.run();
  }
}

/** Every probe that the scenario will put is put before: what did not work then proves nothing by not working afterwards. */
async function putControls(scenario: Scenario, stage: Stage): Promise<void> {
  const names = new Set(scenario.steps.flatMap(({ probe }) => probe));
  for (const subject of stage.invokers.keys()) {
    for (const name of names) {
      const probe = PROBES[name];
      if (probe?.control && (probe.applies?.(stage, subject) ?? true))
        await put(name, probe, stage, subject, 'control');
    }
  }
  // What is torn down later, or is not, are the sessions that the scenario opens for it.
  await endEverydaySessions(stage);
}

async function endEverydaySessions({ invokers }: Stage): Promise<void> {
  await Promise.all([...invokers.values()].map(({ everyday }) => everyday.close()));
}

async function playStep(step: ScenarioStep, stage: Stage): Promise<void> {
  for (const name of step.do) await ACTIONS[name]?.run(stage);
  if (step.await !== undefined) await wait(stage, step.await, monotonicNow, delay);
  if (step.probe.length > 0) await (step.when === 'settled' ? putSettled(step, stage) : putAtAnswer(step, stage));
}

/** At the moment of the answer, all at once: only what changes nothing, and only about the victim. */
async function putAtAnswer(step: ScenarioStep, stage: Stage): Promise<void> {
  if (!stage.invokers.has('victim')) return;
  const probes = probesOf(step, stage, 'victim').filter(({ probe }) => probe.harmless);
  await Promise.all(probes.map(({ name, probe }) => put(name, probe, stage, 'victim', 'at-answer')));
}

/**
 * When everything must be over: first what changes nothing, then the rest one by one; the bystander's after the victim's. What is still accepted
 * of the victim is asked once more when the deletion window has passed, since until then it may be. Where it had been refused already, several
 * replicas may take turns behind one address, of which one never heard of the offboarding: then each is to be met.
 */
async function putSettled(step: ScenarioStep, stage: Stage): Promise<void> {
  for (const subject of stage.invokers.keys()) {
    const probes = probesOf(step, stage, subject);
    const accepted = await putInOrder(probes, stage, subject);
    if (subject !== 'victim' || accepted.length === 0 || !isOffboarded(stage) || isOver(stage)) continue;
    await untilDeleted(stage, monotonicNow, delay);
    const wavering = accepted.filter(({ name }) => wasRefused(stage, name));
    await putInOrder(accepted, stage, subject);
    for (let turn = 1; turn < TURNS; turn += 1) await putInOrder(wavering, stage, subject);
  }
  await endEverydaySessions(stage);
}

/** So often is asked where replicas seem to take turns. */
const TURNS = 4;

/** Whether the victim's use of it was refused at the moment of the answer. */
function wasRefused({ recorder }: Stage, name: string): boolean {
  return new EvidenceView(recorder.timeline)
    .probes('victim', 'at-answer')
    .some(({ probe, outcome }) => probe === name && outcome === 'refused');
}

/**
 * Puts the probes; returns those that were accepted. One after the other for whoever is not offboarded: they share a session, and one may renew
 * what the next one shows.
 */
async function putInOrder(probes: readonly Named[], stage: Stage, subject: ProbedInvoker): Promise<Named[]> {
  const accepted: Named[] = [];
  const one = async (named: Named) => {
    const { outcome } = await put(named.name, named.probe, stage, subject, 'settled');
    if (outcome === 'accepted') accepted.push(named);
  };
  const harmless = probes.filter(({ probe }) => probe.harmless);
  if (subject === 'victim' && isOffboarded(stage)) await Promise.all(harmless.map(one));
  else for (const named of harmless) await one(named);
  for (const named of probes) if (!named.probe.harmless) await one(named);
  return accepted;
}

/** The deletion window has been waited out: what is still accepted is told by the first use, and a second could only hide it. */
function isOver({ recorder }: Stage): boolean {
  return recorder.timeline.some((entry) => entry.kind === 'wait' && entry.awaited === 'deletion');
}

interface Named {
  readonly name: string;
  readonly probe: Probe;
}

function probesOf(step: ScenarioStep, stage: Stage, subject: ProbedInvoker): Named[] {
  return step.probe.flatMap((name) => {
    const probe = PROBES[name];
    return probe !== undefined && (probe.applies?.(stage, subject) ?? true) ? [{ name, probe }] : [];
  });
}
