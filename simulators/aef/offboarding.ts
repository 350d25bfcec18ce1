/** Security procedure for API invoker offboarding (TS 33.122 clause 6.8), the AEF's part, as one table in the clause's order. */
import type { Listener, ServerConnection } from '../wire/types.ts';
import type { AefNode } from './node.ts';

/** One API invoker that the CCF says is no longer valid. */
export interface Offboarding {
  readonly node: AefNode;
  readonly apiInvokerId: string;
  /** The port of the service API. */
  readonly serviceApi: Listener;
  /** The connection that the notification came on. */
  readonly notifier: ServerConnection;
  /** Success status to acknowledge with. */
  readonly acknowledgement: number;
}

/** A step that returns a Response answers the notification, and is the last. */
export interface OffboardingStep {
  /** Number in the clause. */
  readonly step: 8 | 9 | 10;
  readonly name: string;
  /** The clause's words, or what the step is derived from. */
  readonly clause: string;
  readonly act: (offboarding: Offboarding) => unknown;
}

/**
 * How long the acknowledgement waits, in ms, for our end of the connections to be out and then for the invoker's: an invoker that closes
 * in turn has certainly seen the end before the CCF sees the acknowledgement, and one that doesn't must not hold it up.
 */
const TEARDOWN_BOUND = { own: 500, peer: 50 };

export const OFFBOARDING: readonly OffboardingStep[] = [
  step(8, 'delete', 'delete the security related information: AEFPSK, root certificate, access token', deleteTrust),
  step(8, 'resumption', 'derived: a TLS session cannot be resumed into a trust that is deleted', forgetTlsSessions),
  step(9, 'tear-down', 'tear down the TLS connection with the API invoker', tearDown),
  step(10, 'acknowledge', 'return Event notification acknowledge: successfully deleted', acknowledge),
];

/** Plays the table, by default the one of the AEF's behaviour, for one invoker, whether it is known here or not. */
export async function offboard(
  offboarding: Offboarding,
  steps: readonly OffboardingStep[] = offboarding.node.behaviour.offboarding,
): Promise<Response> {
  for (const { act } of steps) {
    const done: unknown = await act(offboarding);
    if (done instanceof Response) return done;
  }
  throw new Error('offboarding: no step of the table answers the notification');
}

function step(
  number: OffboardingStep['step'],
  name: string,
  clause: string,
  act: OffboardingStep['act'],
): OffboardingStep {
  return { step: number, name, clause, act };
}

function deleteTrust({ node, apiInvokerId }: Offboarding): void {
  node.trust.delete(apiInvokerId);
}

function forgetTlsSessions({ node, apiInvokerId, serviceApi }: Offboarding): void {
  node.callers.forgetSessions(apiInvokerId, serviceApi);
}

async function tearDown(offboarding: Offboarding): Promise<void> {
  await endAll(offboarding, connectionsOf(offboarding));
}

/** The open connections of the invoker, oldest first. */
export function connectionsOf({ node, apiInvokerId, serviceApi }: Offboarding): ServerConnection[] {
  return node.callers.connectionsOf(apiInvokerId, serviceApi);
}

/** Ends these connections, by default with close_notify and FIN, and waits for that within {@link TEARDOWN_BOUND}. */
export async function endAll(
  { node }: Offboarding,
  connections: readonly ServerConnection[],
  end: (connection: ServerConnection) => void = (connection) => connection.end(),
): Promise<void> {
  await node.callers.tearDown(connections, end, TEARDOWN_BOUND);
}

function acknowledge({ acknowledgement }: Offboarding): Response {
  return new Response(null, { status: acknowledgement });
}
