/** An empty stage, for a scenario to be played on or a target to be tried out on. */
import { monotonicNow } from '../../simulators/wire/clock.ts';
import { Recorder } from '../evidence/recorder.ts';
import { SecretRegister } from '../evidence/secrets.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { Target } from '../target/target.ts';
import { CleanUp } from './clean-up.ts';
import { identification } from './identification.ts';
import { keepIn } from './nodes.ts';
import type { Stage } from './stage.ts';
import { unanswered } from './unanswered.ts';

/** What a stage is for. */
export interface Staging {
  readonly scenarioId: string;
  readonly method: Stage['method'];
  readonly tls: '1.2' | '1.3';
  readonly bystander: boolean;
  readonly aefs: 1 | 2;
  readonly target: Target;
  readonly surroundings: Surroundings;
  /** Of the run; told to the target unless it does not want to be told. */
  readonly run: string;
  /** What is made at the target stays there. */
  readonly keep: boolean;
}

/** Beside the answer that is waited for at an interruption, what an AEF needs to take back a start that was broken off. */
const LEAVING_MS = 3000;

/** Opens nothing. */
export function createStage(staging: Staging): Stage {
  const { scenarioId, method, tls, target, surroundings, run } = staging;
  const { ccf } = surroundings;
  const secrets = new SecretRegister();
  const recorder = new Recorder({ now: monotonicNow });
  const cleanUp = new CleanUp(target.timing.answer + LEAVING_MS);
  // The first thing added is the last undone: by then everything is known.
  if (ccf.outlivesUs) cleanUp.add('what was not answered', async () => unanswered(recorder.timeline));
  const keep = keepIn(secrets);
  keep('onboarding-credential', ccf.onboardingCredential ?? '');
  keep('registration-credential', ccf.registrationCredential ?? '');
  keep('client-key', ccf.client?.key ?? '');
  for (const [key, value] of Object.entries(ccf.provider)) if (/password/i.test(key)) keep(`provider-${key}`, value);
  // Last, so that what was known by a better name keeps it.
  for (const value of target.secrets) keep('environment', value);
  return {
    scenarioId,
    method,
    tls: tls === '1.2' ? 'TLSv1.2' : 'TLSv1.3',
    ccf,
    surroundings,
    claims: target.claims,
    timing: target.timing,
    headers: target.identify ? identification({ scenario: scenarioId, method, tls, run }) : {},
    wantsBystander: staging.bystander,
    wantedAefs: staging.aefs,
    recorder,
    secrets,
    invokers: new Map(),
    aefs: new Map(),
    given: undefined,
    sought: [],
    cleanUp,
    keep: staging.keep,
  };
}
