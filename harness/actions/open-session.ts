/** Opening connections that are to stand idle: to a CCF (CAPIF-1e) or to an AEF (CAPIF-2e) alike. */
import type { ApiInvoker } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import { record, role, type Stage } from './stage.ts';

/** Where an API invoker connects to, and what it asks there to use the connection. */
export interface Line {
  readonly open: (invoker: ApiInvoker) => Promise<ClientSession>;
  readonly use: (invoker: ApiInvoker, session: ClientSession) => Promise<HttpExchange>;
  /** False where only a request shows whose connection it is, so that one which was never used belongs to nobody. */
  readonly knownByHandshake: boolean;
}

export interface Opening {
  /** Name of the action by which the session is known to checks. */
  readonly action: string;
  readonly subject: 'victim' | 'bystander';
  readonly keep: (session: ClientSession) => void;
}

/** Opens a session and leaves it as it is. */
export async function open(stage: Stage, line: Line, opening: Opening): Promise<ClientSession | undefined> {
  const { action, subject, keep } = opening;
  let opened: ClientSession | undefined;
  await record(stage, action, subject, async () => {
    const session = await line.open(role(stage, subject).invoker);
    stage.cleanUp.add('a TLS session of ours', () => session.close());
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

/**
 * Opens a session and puts one request on it, since many servers count idleness only from the first answer. Where that answer says
 * "Connection: close" the session has ended with it: another is taken that has not been used, unless nobody could know whose that is.
 */
export async function openAndUse(
  stage: Stage,
  line: Line,
  opening: Opening,
): Promise<{ session: ClientSession; exchange: HttpExchange } | undefined> {
  const session = await open(stage, line, { ...opening, action: 'use-session' });
  if (session === undefined) return undefined;
  const exchange = await line.use(role(stage, opening.subject).invoker, session);
  const spent = exchange.response?.headers.connection?.toLowerCase() === 'close';
  if (spent && line.knownByHandshake) {
    await open(stage, line, opening);
    return { session, exchange };
  }
  stage.recorder.add({
    kind: 'action',
    action: opening.action,
    subject: opening.subject,
    ok: true,
    detail: spent ? 'the session just used, which its answer ended: Connection: close' : 'the session just used',
    facts: { connection: session.connection, ...(spent && { spent }) },
    evidence: [],
  });
  return { session, exchange };
}
