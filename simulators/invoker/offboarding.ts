/** Security procedure for API invoker offboarding (TS 33.122 clause 6.8), the API invoker's part, as one table in the clause's order. */
import type { HttpExchange } from '../wire/facts.ts';
import type { ClientSession } from '../wire/types.ts';
import { onSession, ownResource } from './capif-1e.ts';
import type { InvokerNode } from './options.ts';
import type { Credential } from './state.ts';

/** One offboarding under way. */
export interface Offboarding {
  readonly node: InvokerNode;
  /** The TLS session of step 0. */
  readonly session: ClientSession;
  /** The resource that the CCF assigned at onboarding; known from step 1 on. */
  resource: string;
  /** The request and its answer; known from step 2 on. */
  exchange?: HttpExchange;
}

export interface OffboardingStep {
  /** Number in the clause. */
  readonly step: 1 | 2 | 5;
  readonly name: string;
  /** The clause's words. */
  readonly clause: string;
  readonly act: (offboarding: Offboarding) => void | Promise<void>;
}

export const OFFBOARDING: readonly OffboardingStep[] = [
  step(1, 'trigger', 'an event occurs within the API invoker to trigger the offboarding action', trigger),
  step(2, 'request', 'send Offboard API invoker request, including the CCF specific API invoker ID', request),
  step(5, 'id', 'delete the API invoker ID', forget('identity')),
  step(5, 'service-auth', 'delete the service API authentication / authorization information', forget('context')),
  step(5, 'certificate', 'delete the API invoker certificate', forget('certificate')),
  step(5, 'onboard-secret', 'delete the Onboard_Secret (if applicable)', forget('onboardingSecret')),
  step(5, 'aefpsk', 'delete the AEFPSK', forget('aefPsks')),
  step(5, 'access-token', 'delete the access token', forget('accessToken')),
];

/**
 * Plays the table, by default the one of the invoker's behaviour, on this session.
 * @returns the offboarding request and what became of it. Unless that is success, the invoker stays onboarded.
 * @throws MissingCredential when the invoker isn't onboarded.
 */
export async function offboard(
  node: InvokerNode,
  session: ClientSession,
  steps: readonly OffboardingStep[] = node.behaviour.offboarding,
): Promise<HttpExchange> {
  const offboarding: Offboarding = { node, session, resource: '' };
  for (const { act } of steps) await act(offboarding);
  if (offboarding.exchange === undefined) throw new Error('offboarding: no step of the table sends the request');
  return offboarding.exchange;
}

function step(
  number: OffboardingStep['step'],
  name: string,
  clause: string,
  act: OffboardingStep['act'],
): OffboardingStep {
  return { step: number, name, clause, act };
}

/** The event is the call itself; from here on the invoker is bound to leave under the identity that it has now. */
function trigger(offboarding: Offboarding): void {
  offboarding.resource = ownResource(offboarding.node);
}

async function request(offboarding: Offboarding): Promise<void> {
  const { node, session, resource } = offboarding;
  offboarding.exchange = await onSession(node, session, { method: 'DELETE', path: resource });
}

/** A refused invoker is still onboarded, and must be able to act (and to try again). */
function forget(credential: Credential): OffboardingStep['act'] {
  return ({ node, exchange }) => {
    if (exchange !== undefined && node.behaviour.takesAsSuccess(exchange)) node.state.forget([credential]);
  };
}
