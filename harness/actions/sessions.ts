/** The TLS sessions of step 0, and the offer of an outdated TLS version. */
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { offerLegacyVersion } from '../../simulators/wire/legacy-hello.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import { classify } from '../probes/classify.ts';
import { record, role, type Stage } from './stage.ts';

/** Step 0: the victim's TLS session with the CCF, on which the request will go. Opened and left idle. */
export async function openSession(stage: Stage): Promise<void> {
  await open(stage, 'open-session', 'victim', (session) => {
    role(stage, 'victim').session = session;
  });
}

/** A bystander's session that is used once and then stays open and idle, from before the victim's until after its offboarding. */
export async function openBystanderSession(stage: Stage): Promise<void> {
  if (!stage.wantsBystander) return;
  await openAndUse(stage, 'open-session', 'bystander', (session) => {
    role(stage, 'bystander').session = session;
  });
}

/** A second session of the victim, proved to work by one request. */
export async function openParallelSession(stage: Stage): Promise<void> {
  const mark = stage.recorder.timeline.length;
  const used = await openAndUse(stage, 'open-parallel-session', 'victim', (session) => {
    role(stage, 'victim').parallel = session;
  });
  if (used === undefined) return;
  const result = classify(used.exchange);
  const evidence = stage.recorder.since(mark);
  const facts = { ...result.facts, stillOpen: used.session.open };
  const probe = { probe: 'parallel-session', subject: 'victim', phase: 'control' } as const;
  stage.recorder.add({ kind: 'probe', ...probe, ...result, facts, evidence });
}

/**
 * Opens a session and puts one request on it, since many servers count idleness only from the first answer. Where that answer says
 * "Connection: close" the session has ended with it: another is taken that has not been used.
 */
async function openAndUse(
  stage: Stage,
  action: string,
  subject: 'victim' | 'bystander',
  keep: (session: ClientSession) => void,
): Promise<{ session: ClientSession; exchange: HttpExchange } | undefined> {
  const session = await open(stage, 'use-session', subject, keep);
  if (session === undefined) return undefined;
  const exchange = await role(stage, subject).invoker.discover(session);
  if (exchange.response?.headers.connection?.toLowerCase() === 'close') await open(stage, action, subject, keep);
  else {
    const facts = { connection: session.connection };
    stage.recorder.add({
      kind: 'action',
      action,
      subject,
      ok: true,
      detail: 'the session just used',
      facts,
      evidence: [],
    });
  }
  return { session, exchange };
}

async function open(
  stage: Stage,
  action: string,
  subject: 'victim' | 'bystander',
  keep: (session: ClientSession) => void,
): Promise<ClientSession | undefined> {
  let opened: ClientSession | undefined;
  await record(stage, action, subject, async () => {
    const session = await role(stage, subject).invoker.openSession();
    stage.cleanUp.push(() => session.close());
    keep(session);
    opened = session;
    return {
      ok: true,
      detail: `${session.facts?.version ?? 'TCP'} session`,
      facts: { connection: session.connection },
    };
  });
  return opened;
}

/** Offers TLS 1.1 and nothing newer; a CCF must refuse (TS 33.310 Annex E, TS 33.210 6.2.1). */
export async function offerTls11(stage: Stage): Promise<void> {
  await record(stage, 'legacy-hello', 'ccf', async () => {
    const { host, port } = parseApiRoot(stage.ccf.apiRoot);
    const { recorder, timing } = stage;
    const version = 'TLSv1.1';
    const label = 'ClientHello of TLS 1.1';
    const answer = await offerLegacyVersion({
      host,
      port,
      version,
      label,
      timeoutMs: timing.answer,
      servername: stage.ccf.servername,
      observer: recorder.observe,
    });
    const facts = { version, outcome: answer.outcome, accepted: answer.outcome === 'accepted', seen: answer.seen };
    return {
      ok: answer.outcome !== 'unknown',
      detail: answer.seen,
      facts: { ...facts, connection: answer.connection },
    };
  });
}
