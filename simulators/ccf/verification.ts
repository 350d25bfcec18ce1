/** Clause 6.8 step 3, first half: verify the API invoker ID received and check that its profile exists. */
import type { OnboardingId } from '../capif/ids.ts';
import type { ServerConnection } from '../wire/types.ts';
import { type Identity, identify, notYours, unauthenticated } from './identity.ts';
import { type EarlyAnswer, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import type { Enrolment } from './state.ts';

/** Who asks for an offboarding, seen from the resource that is to be deleted, and whether there is such a resource. */
export interface OffboardingCase {
  /**
   * `owner`: the invoker itself. `other`: another enrolled subject. `former`: a certificate no longer valid. `impostor`: an unverified
   * certificate that bears the owner's name. `stranger`: another unverified certificate. `nobody`: no certificate.
   */
  readonly who: 'owner' | 'other' | 'former' | 'impostor' | 'stranger' | 'nobody';
  /** `offboarded`: it was there once. */
  readonly what: 'existing' | 'offboarded' | 'unknown';
}

/** `pretend` answers success and does nothing; `-and-notify` tells the subscribers that the ID asked for is offboarded. */
export type Decision = 'offboard' | 'refuse' | 'refuse-and-notify' | 'pretend' | 'pretend-and-notify';

/** An invoker offboards itself, once. */
export function decide({ who, what }: OffboardingCase): Decision {
  return who === 'owner' && what === 'existing' ? 'offboard' : 'refuse';
}

export interface Verified {
  readonly decision: Decision;
  /** Of the resource asked for, if there is one. */
  readonly enrolment: Enrolment | undefined;
  /** The answer that a refusal gives. */
  readonly refusal: EarlyAnswer;
}

export function verify(node: CcfNode, connection: ServerConnection, onboardingId: OnboardingId): Verified {
  const profile = node.state.profiles.get(onboardingId);
  const found = profile && node.state.enrolments.get(profile.apiInvokerId);
  // One that is leaving already cannot be offboarded again, however late its deletion takes effect.
  const enrolment = found?.leaving ? undefined : found;
  const identity = identify(node, connection);
  const what = enrolment !== undefined ? 'existing' : wasOffboarded(node, onboardingId) ? 'offboarded' : 'unknown';
  const who = identity.known === 'enrolled' ? relation(identity, onboardingId) : outsider(identity, enrolment);
  return {
    decision: node.behaviour.offboarding.decide({ who, what }),
    enrolment,
    refusal: refusalFor(node, identity, what),
  };
}

function relation({ credential }: Extract<Identity, { known: 'enrolled' }>, asked: OnboardingId): 'owner' | 'other' {
  return credential.subject.role === 'invoker' && credential.subject.onboardingId === asked ? 'owner' : 'other';
}

function outsider(
  identity: Exclude<Identity, { known: 'enrolled' }>,
  enrolment: Enrolment | undefined,
): OffboardingCase['who'] {
  if (identity.known !== 'stranger') return identity.known;
  return enrolment !== undefined && identity.commonName === enrolment.apiInvokerId ? 'impostor' : 'stranger';
}

function refusalFor(node: CcfNode, identity: Identity, what: OffboardingCase['what']): EarlyAnswer {
  if (identity.known !== 'enrolled') return unauthenticated(node, identity);
  if (what === 'existing') return notYours();
  return refusal(404, 'no API invoker is onboarded under this onboarding ID', 'RESOURCE_NOT_FOUND');
}

function wasOffboarded(node: CcfNode, onboardingId: OnboardingId): boolean {
  return [...node.state.revocations.values()].some(
    ({ subject }) => subject.role === 'invoker' && subject.onboardingId === onboardingId,
  );
}
