import { MissingCredential } from '../../simulators/invoker/invoker.ts';
import { WireError, type WireObserver } from '../../simulators/wire/facts.ts';
import type { Requesting, StandingSession } from '../../simulators/wire/standing-session.ts';
import { role, type Stage } from '../actions/stage.ts';
import type { Phase } from '../evidence/timeline.ts';
import { classifyFailure, type ProbeResult } from './classify.ts';

export type ProbedInvoker = 'victim' | 'bystander';

/** What a probe has at hand: the stage, whom to ask about, and an observer of its own, so that it can cite what it caused. */
export interface Asking {
  readonly stage: Stage;
  readonly subject: ProbedInvoker;
  readonly phase: Phase;
  readonly observer: WireObserver;
  /**
   * A session on CAPIF-1e that several probes may share, where who asks is meant to be known. Undefined for the victim from its offboarding on: then
   * each probe makes a connection of its own, so that no session stands in for the credential that is asked about.
   */
  readonly session: Requesting | undefined;
  /** Names a connection that the probe caused and that its observer did not see. */
  readonly note: (connection: string) => void;
}

/** Asks the implementation under test whether something is really gone (or, of the bystander, still there). */
export interface Probe {
  /** What it asks, in words: for lists and reports. */
  readonly describe: string;
  /**
   * Changes nothing, so that it may be put the moment the answer arrives. The others wait until deletion must be in effect: put too early they
   * could restore what a compliant, slightly late CCF is about to delete.
   */
  readonly harmless: boolean;
  /** Fired before offboarding as well, when it must be accepted. `false`: an action or precondition records its control. */
  readonly control: boolean;
  /** Which phases and subjects it makes sense for. Default: all. */
  readonly applies?: (stage: Stage, subject: ProbedInvoker) => boolean;
  readonly ask: (asking: Asking) => Promise<ProbeResult>;
}

/** Puts a probe and records what it found out. What goes wrong on the wire is a finding; anything else is a fault and goes up, and so does an interruption. */
export async function put(
  name: string,
  probe: Probe,
  stage: Stage,
  subject: ProbedInvoker,
  phase: Phase,
): Promise<ProbeResult> {
  const mark = stage.recorder.timeline.length;
  const connections = new Set<string>();
  const observer: WireObserver = (event) => {
    connections.add(event.connection);
    stage.recorder.observe(event);
  };
  const note = (connection: string) => void connections.add(connection);
  const isKnown = phase === 'control' || subject === 'bystander';
  const session = isKnown ? noting(role(stage, subject).everyday, note) : undefined;
  const asking = { stage, subject, phase, observer, session, note };
  const result = await stage.cleanUp.during(undefined, () => probe.ask(asking).catch(failed));
  const evidence = stage.recorder
    .since(mark, connections)
    .filter((seq) => 'connection' in (stage.recorder.timeline[seq - 1] ?? {}));
  stage.recorder.add({ kind: 'probe', probe: name, subject, phase, ...result, evidence });
  return result;
}

/** The session, whose connections are noted as they are used: it was opened without the probe's observer. */
function noting(session: StandingSession, note: Asking['note']): Requesting {
  return {
    async request(options) {
      const exchange = await session.request(options).catch((error: unknown) => {
        if (error instanceof WireError) note(error.connection);
        throw error;
      });
      note(exchange.connection);
      return exchange;
    },
  };
}

/** A probe that the target offers no way to put. */
export function notAvailable(seen: string): ProbeResult {
  return { outcome: 'not-available', seen, facts: {} };
}

/** What an exception of a probe says: one of the wire is a finding, any other a fault that goes up. */
export function failed(error: unknown): ProbeResult {
  if (error instanceof WireError) return classifyFailure(error.failure);
  if (error instanceof MissingCredential) return notAvailable(error.message);
  throw error;
}
