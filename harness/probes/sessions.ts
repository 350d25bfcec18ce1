/** Probes on TLS sessions: open ones that should have ended, and ended ones that should not come back. */
import type { ApiInvoker } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import { role } from '../actions/stage.ts';
import { oldSelf } from './capif-1e.ts';
import { classify, type ProbeResult } from './classify.ts';
import { type Asking, failed, notAvailable, type Probe } from './probe.ts';

export const openSessionUse: Probe['ask'] = (asking) => use(asking, role(asking.stage, asking.subject).session);

export const parallelSession: Probe['ask'] = (asking) => use(asking, role(asking.stage, asking.subject).parallel);

async function use(asking: Asking, session: ClientSession | undefined): Promise<ProbeResult> {
  if (session === undefined) return notAvailable('no such session was opened');
  const stillOpen = session.open;
  const result = classify(await role(asking.stage, asking.subject).invoker.discover(session));
  return { ...result, facts: { ...result.facts, stillOpen } };
}

/** In TLS 1.2 sessions resume by ticket or by session ID; a server that kills one kind may forget the other. */
const KINDS = {
  'TLSv1.2': [
    { kind: 'ticket', tickets: true },
    { kind: 'session ID', tickets: false },
  ],
  'TLSv1.3': [{ kind: 'ticket', tickets: true }],
} as const;

/** Where sessions are resumed: at a CCF or at an AEF. */
export interface Resuming {
  readonly version: keyof typeof KINDS;
  readonly open: (
    self: ApiInvoker,
    how: { readonly tickets: boolean; readonly resume?: Buffer },
  ) => Promise<ClientSession>;
  readonly use: (self: ApiInvoker, session: ClientSession) => Promise<HttpExchange>;
}

export const resumption: Probe['ask'] = (asking) =>
  resumptionOf(asking, {
    version: asking.stage.tls,
    open: (self, how) => self.openSession(how),
    use: (self, session) => self.discover(session),
  });

/** Resumes by each kind that the TLS version has, and uses what came of it. */
export async function resumptionOf(asking: Asking, resuming: Resuming): Promise<ProbeResult> {
  const results: ProbeResult[] = [];
  for (const kind of KINDS[resuming.version]) results.push(await resume(asking, resuming, kind).catch(failed));
  const [first] = results;
  // Served by any kind is served; resumed and refused is worth telling before not resumed at all.
  const told = results.find(isServed) ?? results.find(({ facts }) => facts.resumed === true) ?? first;
  return told ?? notAvailable('no kind of resumption to try');
}

function isServed({ outcome, facts }: ProbeResult): boolean {
  return outcome === 'accepted' && facts.resumed === true;
}

/** Before offboarding: makes a session and resumes it. Afterwards: resumes what was last given. */
async function resume(
  asking: Asking,
  { open, use: ask }: Resuming,
  { kind, tickets }: { kind: string; tickets: boolean },
): Promise<ProbeResult> {
  const { resumable } = role(asking.stage, asking.subject);
  const self = oldSelf(asking);
  if (asking.phase === 'control') {
    const first = await open(self, { tickets });
    await ask(self, first);
    const given = first.resumption();
    await first.close();
    if (given !== undefined) resumable.set(kind, given);
  }
  const session = resumable.get(kind);
  if (session === undefined) {
    return { outcome: 'wrong-cause', seen: `no ${kind} was given`, facts: { resumed: false, given: false } };
  }
  const again = await open(self, { tickets, resume: session });
  const resumed = again.facts?.resumed === true;
  const result = classify(await ask(self, again));
  const renewed = again.resumption();
  // A ticket may be good for one use only (RFC 8446 C.4): the next attempt needs the one that this use was given.
  if (renewed !== undefined && (resumed || asking.phase === 'control')) resumable.set(kind, renewed);
  await again.close();
  return {
    ...result,
    seen: `${resumed ? 'resumed' : 'not resumed'} by ${kind}, ${result.seen}`,
    facts: { ...result.facts, resumed },
  };
}
