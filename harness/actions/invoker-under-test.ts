/** What an API invoker under test is made to do by its hooks, and what our CCF gave it meanwhile. */
import { z } from 'zod';
import type { OffboardingFailure } from '../../simulators/ccf/ccf.ts';
import type { InvokerErrand } from '../surroundings/surroundings.ts';
import { exchangesOf, factsOf, isOfEarlier, noteIssued } from './issued.ts';
import { keepIn } from './nodes.ts';
import { aroundInvoker, record, recordHook, type Stage } from './stage.ts';

const OFFBOARDING = /\/onboardedInvokers\/[^/]+$/;
/** Of the register service of dialect opencapif: the token that opens onboarding. */
const GETAUTH = /\/getauth$/;

/** Our own answer, which we need not doubt; members that are not needed here may be anything. */
const Token = z.looseObject({ access_token: z.string() });

/** It onboards at our CCF, as somebody new. */
export async function onboardUnderTest(stage: Stage): Promise<void> {
  const { issued } = aroundInvoker(stage);
  const mark = issued.enrolments.length;
  await runErrand(stage, 'onboard');
  await record(stage, 'provide', 'target', async () => {
    const enrolment = issued.enrolments.slice(mark).at(-1);
    if (enrolment === undefined) return { ok: false, detail: 'it has not onboarded at our CCF' };
    const { apiInvokerId, onboardingSecret } = enrolment;
    if (onboardingSecret !== undefined) keepIn(stage.secrets)('onboarding-secret', onboardingSecret);
    stage.given = enrolment;
    return { ok: true, detail: `onboarded as ${apiInvokerId}`, facts: factsOf(enrolment) };
  });
}

/** It calls our service API with the method at hand, after whatever that takes. */
export async function invokeUnderTest(stage: Stage): Promise<void> {
  const { ok: ran } = await runErrand(stage, 'invoke');
  await record(stage, 'invoke', 'target', async () => ({ ok: ran, detail: ran ? 'its invoke hook ran' : HOOK_FAILED }));
}

/** Step 1: it is made to leave. Waits for the request that must follow, and for its answer. */
export async function triggerUnderTest(stage: Stage): Promise<void> {
  const mark = stage.recorder.timeline.length;
  await runErrand(stage, 'trigger');
  const asked = () => exchangesOf(stage, 'DELETE', OFFBOARDING, mark).some((exchange) => !isOfEarlier(stage, exchange));
  await stage.recorder.until(asked, stage.timing.answer);
}

/** Asked once more to call the service API, as if nobody had told it to leave. */
export async function actAgain(stage: Stage): Promise<void> {
  await record(stage, 'act-again', 'target', async () => {
    const { ok } = await runErrand(stage, 'invoke');
    return { ok, detail: ok ? 'its invoke hook ran once more' : HOOK_FAILED };
  });
}

/** Our CCF will let the next offboarding requests fail like this. */
export function failOffboarding(how: OffboardingFailure) {
  return async (stage: Stage): Promise<void> => {
    const { failOffboarding: fail } = aroundInvoker(stage);
    await record(stage, 'answer', 'ccf', async () => {
      fail(how);
      stage.cleanUp.add('how our CCF answers', async () => fail(undefined));
      return { ok: true, detail: `offboarding requests will fail: ${how}`, facts: { case: how } };
    });
  };
}

const HOOK_FAILED = 'its hook failed, or there is none';

/** What came of an errand. */
interface Errand {
  /** It ran to its end. */
  readonly ok: boolean;
  /** What it printed; may hold credentials. */
  readonly output: Buffer;
  /** Why that is not all; undefined where it is. */
  readonly missing: string | undefined;
}

const NOTHING_RUN: Errand = { ok: false, output: Buffer.alloc(0), missing: undefined };

/** Runs a hook of the target, if it has it, and records that. */
export async function runErrand(stage: Stage, errand: InvokerErrand, apiRoot?: string): Promise<Errand> {
  const { invoker } = aroundInvoker(stage);
  if (!invoker.can(errand)) return NOTHING_RUN;
  const mark = stage.recorder.timeline.length;
  const result = await invoker.run(errand, { apiRoot });
  for (const { response } of exchangesOf(stage, 'GET', GETAUTH, mark)) {
    const admitted = Token.safeParse(parsed(response?.body)).data;
    if (admitted !== undefined) keepIn(stage.secrets)('onboarding-credential', admitted.access_token);
  }
  recordHook(stage, result);
  await noteIssued(stage);
  return result;
}

/** True where the target, whatever its role, has this hook. */
export function canAside({ surroundings }: Stage, aside: 'reset' | 'inspect'): boolean {
  return surroundings.role === 'invoker' ? surroundings.invoker.can(aside) : surroundings.asides?.can(aside) === true;
}

/** Runs it, if the target has it, and records that. */
export async function runAside(stage: Stage, aside: 'reset' | 'inspect'): Promise<Errand> {
  const { surroundings } = stage;
  if (!canAside(stage, aside)) return NOTHING_RUN;
  if (surroundings.role === 'invoker') return await runErrand(stage, aside);
  if (surroundings.asides === undefined) return NOTHING_RUN;
  const result = await surroundings.asides.run(aside);
  recordHook(stage, result);
  return result;
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
