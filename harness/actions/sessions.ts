/** The TLS sessions of step 0, and the offer of an outdated TLS version. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { offerLegacyVersion } from '../../simulators/wire/legacy-hello.ts';
import { classify } from '../probes/classify.ts';
import { type Line, open, openAndUse } from './open-session.ts';
import { record, role, type Stage } from './stage.ts';

const CAPIF_1E: Line = {
  open: (invoker) => invoker.openSession(),
  use: (invoker, session) => invoker.discover(session),
  knownByHandshake: true,
};

/** Step 0: the victim's TLS session with the CCF, on which the request will go. Opened and left idle. */
export async function openSession(stage: Stage): Promise<void> {
  await open(stage, CAPIF_1E, {
    action: 'open-session',
    subject: 'victim',
    keep(session) {
      role(stage, 'victim').session = session;
    },
  });
}

/** A bystander's session that is used once and then stays open and idle, from before the victim's until after its offboarding. */
export async function openBystanderSession(stage: Stage): Promise<void> {
  if (!stage.wantsBystander) return;
  await openAndUse(stage, CAPIF_1E, {
    action: 'open-session',
    subject: 'bystander',
    keep(session) {
      role(stage, 'bystander').session = session;
    },
  });
}

/** A second session of the victim, proved to work by one request. */
export async function openParallelSession(stage: Stage): Promise<void> {
  const mark = stage.recorder.timeline.length;
  const used = await openAndUse(stage, CAPIF_1E, {
    action: 'open-parallel-session',
    subject: 'victim',
    keep(session) {
      role(stage, 'victim').parallel = session;
    },
  });
  if (used === undefined) return;
  const result = classify(used.exchange);
  const evidence = stage.recorder.since(mark);
  const facts = { ...result.facts, stillOpen: used.session.open };
  const probe = { probe: 'parallel-session', subject: 'victim', phase: 'control' } as const;
  stage.recorder.add({ kind: 'probe', ...probe, ...result, facts, evidence });
}

/** Offers TLS 1.1 and nothing newer; a CCF and an AEF must refuse (TS 33.310 Annex E, TS 33.210 6.2.1). */
export async function offerTls11(stage: Stage): Promise<void> {
  const { surroundings, recorder, timing } = stage;
  const isAef = surroundings.role === 'aef';
  const { host, port } = isAef ? surroundings.aef.serviceApi : parseApiRoot(stage.ccf.apiRoot);
  const { servername } = isAef ? surroundings.aef : stage.ccf;
  await record(stage, 'legacy-hello', isAef ? 'target' : 'ccf', async () => {
    const version = 'TLSv1.1';
    const label = 'ClientHello of TLS 1.1';
    const options = {
      host,
      port,
      version,
      label,
      timeoutMs: timing.answer,
      servername,
      observer: recorder.observe,
    } as const;
    const answer = await offerLegacyVersion(options);
    const facts = { version, outcome: answer.outcome, accepted: answer.outcome === 'accepted', seen: answer.seen };
    return {
      ok: answer.outcome !== 'unknown',
      detail: answer.seen,
      facts: { ...facts, connection: answer.connection },
    };
  });
}
