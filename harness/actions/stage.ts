import type { Method } from '../../scenarios/requirements/ledger.ts';
import { type Aef, CcfRefusal } from '../../simulators/aef/aef.ts';
import { NotAdmitted } from '../../simulators/dialects/dialect.ts';
import { type ApiInvoker, MissingCredential, UnusableCertificate } from '../../simulators/invoker/invoker.ts';
import { WireError } from '../../simulators/wire/facts.ts';
import type { StandingSession } from '../../simulators/wire/standing-session.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import type { Recorder } from '../evidence/recorder.ts';
import type { SecretRegister } from '../evidence/secrets.ts';
import type { Subject } from '../evidence/timeline.ts';
import type { HookResult } from '../hooks/result.ts';
import type { Credential } from '../residue/scan.ts';
import type { CcfAccess } from '../surroundings/access.ts';
import type { Enrolment } from '../surroundings/issued.ts';
import type { AroundAef, AroundInvoker, Surroundings } from '../surroundings/surroundings.ts';
import type { Claims, Timing } from '../target/schema.ts';
import type { CleanUp } from './clean-up.ts';

/** A simulated API invoker on stage. What it held is kept beside it, since probes act with what should be forgotten. */
export interface InvokerRole {
  readonly subject: 'victim' | 'bystander';
  readonly invoker: ApiInvoker;
  /** Its everyday session on CAPIF-1e, for what is no matter of sessions. Nobody looks at how it ends. */
  readonly everyday: StandingSession;
  /** The session of step 0 (victim), or the one that stays open and idle (bystander). */
  session: ClientSession | undefined;
  /** A second session of the victim. */
  parallel: ClientSession | undefined;
  /** Newest resumable sessions, by how they resume. */
  readonly resumable: Map<string, Buffer>;
  /** At an AEF under test: the connection that must be torn down (victim), or that stays open and idle (bystander). */
  service: ClientSession | undefined;
  /** At an AEF under test: a second connection of the victim. */
  serviceParallel: ClientSession | undefined;
}

export type AefSubject = 'aef-1' | 'aef-2' | 'impostor-aef';

/** A simulated AEF on stage, and how it acknowledges notifications at the moment. */
export interface AefRole {
  readonly subject: AefSubject;
  readonly aef: Aef;
  /** `refusing`: its notification port is closed. `503`: it answers that. */
  outage: 'refusing' | '503' | undefined;
}

/** Everything that one scenario run has at hand. Actions and probes read and write it; checks never see it. */
export interface Stage {
  readonly scenarioId: string;
  readonly method: Method;
  /** TLS version of the session of step 0. */
  readonly tls: 'TLSv1.2' | 'TLSv1.3';
  /** The CCF that our nodes talk to: the one under test, or one of ours. */
  readonly ccf: CcfAccess;
  readonly surroundings: Surroundings;
  readonly claims: Claims;
  readonly timing: Timing;
  /** Sent with each request of ours, so that the target's people find it in their log. */
  readonly headers: Readonly<Record<string, string>>;
  readonly wantsBystander: boolean;
  readonly wantedAefs: 1 | 2;
  readonly recorder: Recorder;
  readonly secrets: SecretRegister;
  readonly invokers: Map<'victim' | 'bystander', InvokerRole>;
  readonly aefs: Map<AefSubject, AefRole>;
  /** What our CCF gave the API invoker under test, once it is onboarded; grows as it is given more. Secrets. */
  given: Enrolment | undefined;
  /** What was looked for in the target's storage when it was looked for the first time. Secrets. */
  sought: readonly Credential[];
  /** Run when the scenario is over, whatever happened. */
  readonly cleanUp: CleanUp;
  /** What is made at the target stays there, for somebody to look at. */
  readonly keep: boolean;
}

/** An invoker that must be there by now; otherwise the scenario file has its steps in an impossible order. */
export function role(stage: Stage, subject: 'victim' | 'bystander'): InvokerRole {
  const found = stage.invokers.get(subject);
  if (found === undefined) {
    throw new Error(
      `no ${subject} on stage: add "invoker-onboarded" to "given"${subject === 'bystander' ? ' and leave "bystander" true' : ''}`,
    );
  }
  return found;
}

/** @throws Error in a scenario that does not test an AEF. */
export function aroundAef({ surroundings }: Stage): AroundAef {
  if (surroundings.role !== 'aef')
    throw new Error('this needs an AEF under test: say "under-test: aef", or leave it out');
  return surroundings;
}

/** @throws Error in a scenario that does not test an API invoker. */
export function aroundInvoker({ surroundings }: Stage): AroundInvoker {
  if (surroundings.role !== 'invoker') {
    throw new Error('this needs an API invoker under test: say "under-test: invoker", or leave it out');
  }
  return surroundings;
}

/** What an action tells of itself. */
export interface Outcome {
  readonly ok: boolean;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Does something and records it as an action entry. A connection that does not come about is an outcome (the target's behaviour); any
 * other exception is a fault of the harness and goes up. Nothing is begun any more once the run is interrupted.
 *
 * @param about - Facts to record whatever comes of it.
 * @throws {Interrupted}
 */
export async function record(
  stage: Stage,
  action: string,
  subject: Subject,
  act: () => Promise<Outcome>,
  about: Outcome['facts'] = {},
): Promise<boolean> {
  const mark = stage.recorder.timeline.length;
  const named = stage.ccf.outlivesUs ? `${action} (${subject})` : undefined;
  const outcome = await stage.cleanUp.during(named, () => act().catch(connectionFailed));
  const evidence = stage.recorder.since(mark);
  const facts = { ...about, ...outcome.facts };
  stage.recorder.add({ kind: 'action', action, subject, ok: outcome.ok, detail: outcome.detail, facts, evidence });
  return outcome.ok;
}

/** Records that a hook ran, without what may hold a credential. */
export function recordHook({ recorder }: Stage, result: HookResult): void {
  const { answer: _, output: __, missing: ___, ...entry } = result;
  recorder.add({ kind: 'hook', ...entry });
}

function connectionFailed(error: unknown): Outcome {
  if (
    [MissingCredential, UnusableCertificate, CcfRefusal, NotAdmitted].some((kind) => error instanceof kind) &&
    error instanceof Error
  )
    return { ok: false, detail: error.message };
  if (!(error instanceof WireError)) throw error;
  const { failure, connection } = error;
  const alert = failure.alert === undefined ? {} : { alert: failure.alert.name };
  return { ok: false, detail: failure.message, facts: { connection, failure: failure.cause, ...alert } };
}
