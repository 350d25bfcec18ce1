/** Security procedure for API invoker offboarding (TS 33.122 clause 6.8), the CCF's part, as one table in the clause's order. */
import { ApiInvokerId, type OnboardingId } from '../capif/ids.ts';
import { calendarNow } from '../wire/clock.ts';
import type { ServerConnection } from '../wire/types.ts';
import { failure } from './directions.ts';
import { EarlyAnswer, noContent } from './messages.ts';
import type { CcfNode } from './node.ts';
import { publish } from './notification.ts';
import { revoke } from './registrar.ts';
import { fingerprintsOf } from './state.ts';
import { verify } from './verification.ts';

/** A step that returns a Response answers; the steps after it are done when the answer is complete on the wire. */
export interface OffboardingStep {
  /** Number in the clause. */
  readonly step: 3 | 4 | 6 | 7;
  readonly name: string;
  /** The clause's words, or what the step is derived from. */
  readonly clause: string;
  readonly act: (offboarding: Offboarding) => unknown;
}

export const OFFBOARDING: readonly OffboardingStep[] = [
  step(3, 'verify', 'verify the API invoker ID received, check that its profile exists', verifyRequest),
  step(3, 'retain', 'depending on the operator policy, may retain the information of the API invoker', retain),
  step(3, 'enrolment', 'cancel the enrolment of the API invoker', cancelEnrolment),
  step(3, 'profile', 'delete the API invoker profile', deleteProfile),
  step(3, 'certificate', 'deletion of API invoker certificate', deleteCertificate),
  step(3, 'onboarding-secret', 'deletion of onboard secret (if applicable)', deleteOnboardingSecret),
  step(3, 'security-context', 'deletion of service API authentication information', deleteSecurityContext),
  step(3, 'grants', 'deletion of service API authorization information', deleteGrants),
  step(3, 'aefpsk', 'delete the information established during authentication, such as AEFPSK', deleteAefPsks),
  step(3, 'tokens', 'delete the information established during authorization', deleteTokens),
  step(3, 'subscriptions', 'derived: nothing is left that acts for this API invoker', deleteSubscriptions),
  step(3, 'resumption', 'derived: no TLS session is resumed into a cancelled enrolment', forgetTlsSessions),
  step(4, 'answer', 'send Offboard API invoker response, indicating the successful offboarding', noContent),
  step(6, 'tear-down', 'tear down the TLS session with the API invoker', tearDown),
  step(7, 'notify', 'send Event notification that this API invoker is no longer valid', notify),
];

/** One offboarding under way. */
export class Offboarding {
  readonly node: CcfNode;
  /** That carried the request. */
  readonly connection: ServerConnection;
  /** As received. */
  readonly onboardingId: OnboardingId;
  #verified: ApiInvokerId | undefined;

  constructor(node: CcfNode, connection: ServerConnection, onboardingId: OnboardingId) {
    this.node = node;
    this.connection = connection;
    this.onboardingId = onboardingId;
  }

  /** The API invoker that leaves. */
  get apiInvokerId(): ApiInvokerId {
    if (this.#verified === undefined) throw new Error('offboarding: the API invoker is known only after step "verify"');
    return this.#verified;
  }

  set apiInvokerId(verified: ApiInvokerId) {
    this.#verified = verified;
  }

  /** Every open TLS session of the API invoker that leaves. */
  sessions(): readonly ServerConnection[] {
    return this.node.tls.sessionsOf(fingerprintsOf(this.node.state, this.apiInvokerId));
  }
}

/**
 * Plays the table.
 * @throws EarlyAnswer when the request is refused; then nothing is changed.
 */
export async function offboard(offboarding: Offboarding): Promise<Response> {
  const { steps } = offboarding.node.behaviour.offboarding;
  for (const [index, { act }] of steps.entries()) {
    const done: unknown = await act(offboarding);
    if (!(done instanceof Response)) continue;
    offboarding.connection.afterAnswer(async () => {
      for (const later of steps.slice(index + 1)) await later.act(offboarding);
    });
    return done;
  }
  throw new Error('offboarding: no step of the table answers the request');
}

/** Tells the subscribers that this API invoker is no longer valid; resolves when each was told or given up. */
export function announce(node: CcfNode, apiInvokerId: ApiInvokerId): Promise<void> {
  return publish(node, { event: 'API_INVOKER_OFFBOARDED', detail: { apiInvokerIds: [apiInvokerId] } });
}

function step(
  number: OffboardingStep['step'],
  name: string,
  clause: string,
  act: OffboardingStep['act'],
): OffboardingStep {
  return { step: number, name, clause, act };
}

function verifyRequest(offboarding: Offboarding): void {
  const { node, connection, onboardingId } = offboarding;
  const { decision, enrolment, refusal } = verify(node, connection, onboardingId);
  if (decision === 'offboard' && enrolment !== undefined) {
    const fails = node.directions.failOffboarding?.();
    if (fails !== undefined) throw failure(fails, connection);
    enrolment.leaving = true;
    offboarding.apiInvokerId = enrolment.apiInvokerId;
    return;
  }
  if (decision.endsWith('-and-notify')) connection.afterAnswer(() => announce(node, ApiInvokerId.parse(onboardingId)));
  throw decision.startsWith('pretend') ? new EarlyAnswer(noContent()) : refusal;
}

/** Before the deletion of what it keeps. Keys, certificate and secret are not kept. */
function retain({ node: { state, policy }, apiInvokerId, onboardingId }: Offboarding): void {
  const profile = state.profiles.get(onboardingId);
  if (!policy.retain || profile === undefined) return;
  const { apiInvokerInformation, notificationDestination } = profile.details;
  const offboardedAt = calendarNow().toISOString();
  const record = { apiInvokerId, onboardingId, apiInvokerInformation, notificationDestination, offboardedAt };
  state.archive.set(apiInvokerId, record);
}

function cancelEnrolment({ node, apiInvokerId }: Offboarding): void {
  node.state.enrolments.delete(apiInvokerId);
}

function deleteProfile({ node, onboardingId }: Offboarding): void {
  node.state.profiles.delete(onboardingId);
}

async function deleteCertificate({ node, apiInvokerId }: Offboarding): Promise<void> {
  revoke(node, apiInvokerId);
  await node.tls.refreshCrl();
}

function deleteOnboardingSecret({ node, apiInvokerId }: Offboarding): void {
  node.state.onboardingSecrets.delete(apiInvokerId);
}

function deleteSecurityContext({ node, apiInvokerId }: Offboarding): void {
  node.state.contexts.delete(apiInvokerId);
}

function deleteGrants({ node, apiInvokerId }: Offboarding): void {
  node.state.grants.delete(apiInvokerId);
}

function deleteAefPsks({ node, apiInvokerId }: Offboarding): void {
  node.state.aefPsks.delete(apiInvokerId);
}

function deleteTokens({ node, apiInvokerId }: Offboarding): void {
  for (const [hash, token] of node.state.tokens)
    if (token.apiInvokerId === apiInvokerId) node.state.tokens.delete(hash);
}

function deleteSubscriptions({ node, apiInvokerId }: Offboarding): void {
  for (const [id, { subscriberId }] of node.state.subscriptions) {
    if (subscriberId === apiInvokerId) node.state.subscriptions.delete(id);
  }
}

function forgetTlsSessions({ node, apiInvokerId }: Offboarding): void {
  for (const fingerprint of fingerprintsOf(node.state, apiInvokerId)) node.tls.forgetSessions(fingerprint);
}

function tearDown(offboarding: Offboarding): void {
  for (const session of offboarding.sessions()) session.end();
}

function notify({ node, apiInvokerId }: Offboarding): Promise<void> {
  return node.directions.notifiesOfOffboarding === false ? Promise.resolve() : announce(node, apiInvokerId);
}
