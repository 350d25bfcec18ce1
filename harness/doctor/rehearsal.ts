/** Tries a target out on throw-away names: what a scenario does before and while it offboards, with nothing judged. */
import type { Role } from '../../scenarios/requirements/ledger.ts';
import { takeBack } from '../../simulators/aef/farewell.ts';
import { register } from '../../simulators/aef/registration.ts';
import { randomId } from '../../simulators/wire/dice.ts';
import { Interrupted } from '../actions/clean-up.ts';
import { createStage } from '../actions/create-stage.ts';
import { registering } from '../actions/nodes.ts';
import { provisionAef } from '../actions/provisioned.ts';
import type { Act } from '../actions/registry.ts';
import { ACTIONS, PRECONDITIONS } from '../actions/registry.ts';
import { record, type Stage } from '../actions/stage.ts';
import type { Leftover } from '../evidence/run-record.ts';
import type { Timeline } from '../evidence/timeline.ts';
import type { UnderTest } from '../surroundings/open.ts';
import type { CcfTarget, Target } from '../target/target.ts';

/** What was seen, and what could not be taken away again. */
export interface Rehearsal {
  readonly timeline: Timeline;
  readonly leftovers: readonly Leftover[];
  /** Whether our AEF was told of the offboarding; undefined when there was nothing to be told, or nobody who could have been. */
  readonly notified: boolean | undefined;
}

/** By role under test, what is tried; names of the registry of scenarios. */
const TRIED: Readonly<Record<Role, readonly string[]>> = {
  ccf: [
    'invoker-onboarded',
    'aef-subscribed',
    'security-context',
    'service-api-invoked',
    'invoker.openParallelSession',
    'invoker.openSession',
    'invoker.requestOffboarding',
  ],
  aef: ['aef-subscribed', 'invoker-onboarded', 'security-context', 'service-api-invoked', 'ccf.notify'],
  invoker: ['invoker-onboarded', 'service-api-invoked', 'invoker.trigger'],
};

/**
 * Plays it all, as far as it goes, or until `signal` aborts.
 *
 * @throws {NotUnderWay} when an AEF or API invoker under test does not come up.
 */
export async function rehearse(
  target: Exclude<Target, { role: 'reference' }>,
  underTest: UnderTest,
  signal?: AbortSignal,
): Promise<Rehearsal> {
  const wanted = wantedBy(target, 'doctor');
  return await onStage(wanted, target, underTest, signal, async (stage) => {
    for (const name of TRIED[target.role]) await actOf(name).run(stage);
    return target.role === 'ccf' ? await isNotified(stage) : undefined;
  });
}

/** How a target is tried out: with a method and TLS version that it claims, under the name of a scenario that is none. */
export function wantedBy({ role, claims }: Exclude<Target, { role: 'reference' }>, scenario: string) {
  const method = claims.methods.includes('oauth') ? 'oauth' : (claims.methods[0] ?? 'oauth');
  return { scenario, underTest: role, method, tls: claims.tls.at(-1) ?? '1.2', requires: {} } as const;
}

/** Onboards an API invoker and registers a provider domain, no more: what every scenario begins with. */
export async function tryCredentials(
  target: CcfTarget,
  underTest: UnderTest,
  signal?: AbortSignal,
): Promise<Rehearsal> {
  return await onStage(wantedBy(target, 'preflight'), target, underTest, signal, async (stage) => {
    await Promise.all([actOf('invoker-onboarded').run(stage), registerDomain(stage)]);
    return undefined;
  });
}

/** A provider domain without anything that it would provide. */
async function registerDomain(stage: Stage): Promise<void> {
  const provisioned = await provisionAef(stage);
  const options = { ...registering(stage, 'aef-1'), ...provisioned?.issued };
  await record(stage, 'register', 'aef-1', async () => {
    if (provisioned !== undefined && provisioned.issued === undefined) return provisioned.outcome;
    const registration = await register(options, [stage.ccf.listen.advertise]);
    stage.cleanUp.add('provider domain', () => takeBack(options, { registration }));
    return { ok: true, detail: `registered as ${registration.aef.id}` };
  });
}

async function onStage(
  wanted: ReturnType<typeof wantedBy>,
  target: Exclude<Target, { role: 'reference' }>,
  underTest: UnderTest,
  signal: AbortSignal | undefined,
  act: (stage: Stage) => Promise<boolean | undefined>,
): Promise<Rehearsal> {
  const { scenario: scenarioId, method, tls } = wanted;
  const surroundings = await underTest.get(wanted);
  const staging = { scenarioId, method, tls, bystander: false, aefs: 1, target, surroundings } as const;
  const stage = createStage({ ...staging, run: randomId(''), keep: false });
  const relay = 'relay' in surroundings ? surroundings.relay : undefined;
  relay?.attach(stage.recorder.observe);
  let leftovers: readonly Leftover[] = [];
  let notified: boolean | undefined;
  try {
    notified = await unlessAborted(signal, act(stage));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await stage.cleanUp.stop();
    stage.recorder.seal();
    relay?.attach(undefined);
    leftovers = await stage.cleanUp.run();
  }
  return { timeline: stage.recorder.timeline, leftovers, notified };
}

/** @throws {Interrupted} as soon as the signal aborts; what becomes of the acting then, nobody asks any more. */
async function unlessAborted<Result>(signal: AbortSignal | undefined, acting: Promise<Result>): Promise<Result> {
  if (signal === undefined) return await acting;
  acting.catch(() => undefined);
  const aborted = new Promise<never>((_resolve, reject) => {
    const end = () => reject(new Interrupted());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return await Promise.race([acting, aborted]);
}

function actOf(name: string): Act {
  const act = PRECONDITIONS[name] ?? ACTIONS[name];
  if (act === undefined) throw new Error(`the doctor tries "${name}", which is neither a precondition nor an action`);
  return act;
}

/** Waits for the notification, if the CCF took the subscription and the offboarding. */
async function isNotified({ recorder, timing }: Stage): Promise<boolean | undefined> {
  const done = (action: string) =>
    recorder.timeline.find((entry) => entry.kind === 'action' && entry.action === action && entry.ok);
  const subscribed = done('subscribe');
  if (subscribed?.kind !== 'action' || done('offboarding-request') === undefined) return undefined;
  const { path } = subscribed.facts;
  return await recorder.until(
    (timeline) =>
      timeline.some((entry) => entry.kind === 'exchange' && entry.side === 'server' && entry.request.target === path),
    timing.notification,
  );
}
