/** Connections of our API invokers to an AEF under test (CAPIF-2e), with the security method at hand. */
import type { ServiceApi } from '../../simulators/capif/service-api.ts';
import type { ApiInvoker, SessionOptions } from '../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import type { ClientSession } from '../../simulators/wire/types.ts';
import { classify } from '../probes/classify.ts';
import { SECURITY_METHOD } from './nodes.ts';
import { type Line, openAndUse } from './open-session.ts';
import { aroundAef, role, type Stage } from './stage.ts';

/** How a connection to the AEF under test is opened in this play: its TLS version, and the HTTP versions that the AEF claims. */
export function openService(stage: Stage, invoker: ApiInvoker, wished: SessionOptions = {}): Promise<ClientSession> {
  const { method, tls, claims, timing } = stage;
  const versions = method === 'psk' ? {} : { minVersion: tls, maxVersion: tls };
  const options = { ...versions, alpn: claims.http, timeoutMs: timing.answer, ...wished };
  return invoker.openServiceSession(SECURITY_METHOD[method], apiOf(stage), options);
}

/** One call of the service API on that connection. */
export function useService(stage: Stage, invoker: ApiInvoker, session: ClientSession): Promise<HttpExchange> {
  return invoker.invoke(SECURITY_METHOD[stage.method], apiOf(stage), session);
}

/** One call of the service API on a connection of its own. */
export async function callService(stage: Stage, invoker: ApiInvoker): Promise<HttpExchange> {
  const session = await openService(stage, invoker);
  try {
    return await useService(stage, invoker, session);
  } finally {
    await session.close();
  }
}

function apiOf(stage: Stage): ServiceApi {
  return aroundAef(stage).aef.serviceApi;
}

function capif2e(stage: Stage): Line {
  return {
    open: (invoker) => openService(stage, invoker),
    use: (invoker, session) => useService(stage, invoker, session),
    // The token is in the request: a connection that carried none is nobody's.
    knownByHandshake: stage.method !== 'oauth',
  };
}

/** The victim's connection, which step 9 must end. Used once and left idle. */
export async function openServiceSession(stage: Stage): Promise<void> {
  await openAndUse(stage, capif2e(stage), {
    action: 'open-service-session',
    subject: 'victim',
    keep(session) {
      role(stage, 'victim').service = session;
    },
  });
}

/** A bystander's connection, used once and left open and idle from before the victim's until after the notification. */
export async function openBystanderServiceSession(stage: Stage): Promise<void> {
  if (!stage.wantsBystander) return;
  await openAndUse(stage, capif2e(stage), {
    action: 'open-service-session',
    subject: 'bystander',
    keep(session) {
      role(stage, 'bystander').service = session;
    },
  });
}

/** A second connection of the victim, proved to work by one call. */
export async function openParallelServiceSession(stage: Stage): Promise<void> {
  const mark = stage.recorder.timeline.length;
  const used = await openAndUse(stage, capif2e(stage), {
    action: 'open-parallel-service-session',
    subject: 'victim',
    keep(session) {
      role(stage, 'victim').serviceParallel = session;
    },
  });
  if (used === undefined) return;
  const result = classify(used.exchange);
  const facts = { ...result.facts, stillOpen: used.session.open };
  const probe = { probe: 'service-parallel', subject: 'victim', phase: 'control' } as const;
  stage.recorder.add({ kind: 'probe', ...probe, ...result, facts, evidence: stage.recorder.since(mark) });
}
