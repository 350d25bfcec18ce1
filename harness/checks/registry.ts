/** Every check there is, in the order of the requirement ledger; the user's own last. */
import { defined } from '../extensions/installed.ts';
import type { Check } from './check.ts';
import { check as s0ClientAuthenticated } from './s0-client-authenticated.ts';
import { check as s0ServerAuthenticated } from './s0-server-authenticated.ts';
import { check as s0TlsSession } from './s0-tls-session.ts';
import { check as s0TlsVersion } from './s0-tls-version.ts';
import { check as s1Trigger } from './s1-trigger.ts';
import { check as s2Once } from './s2-once.ts';
import { check as s2OwnId } from './s2-own-id.ts';
import { check as s2RequestSent } from './s2-request-sent.ts';
import { check as s3AefpskDeleted } from './s3-aefpsk-deleted.ts';
import { check as s3CertificateDeleted } from './s3-certificate-deleted.ts';
import { check as s3DoneBeforeAnswer } from './s3-done-before-answer.ts';
import { check as s3EnrolmentCancelled } from './s3-enrolment-cancelled.ts';
import { check as s3ForeignIdRefused } from './s3-foreign-id-refused.ts';
import { check as s3OnboardSecretDeleted } from './s3-onboard-secret-deleted.ts';
import { check as s3OthersIntact } from './s3-others-intact.ts';
import { check as s3ProfileDeleted } from './s3-profile-deleted.ts';
import { check as s3RepeatRefused } from './s3-repeat-refused.ts';
import { check as s3RetainedIsInert } from './s3-retained-is-inert.ts';
import { check as s3ServiceAuthDeleted } from './s3-service-auth-deleted.ts';
import { check as s3TokenRefused } from './s3-token-refused.ts';
import { check as s3UnknownIdRefused } from './s3-unknown-id-refused.ts';
import { check as s4OnSession } from './s4-on-session.ts';
import { check as s4Success } from './s4-success.ts';
import { check as s5AefpskDeleted } from './s5-aefpsk-deleted.ts';
import { check as s5CertificateDeleted } from './s5-certificate-deleted.ts';
import { check as s5IdDeleted } from './s5-id-deleted.ts';
import { check as s5NotOnFailure } from './s5-not-on-failure.ts';
import { check as s5OnboardSecretDeleted } from './s5-onboard-secret-deleted.ts';
import { check as s5ServiceAuthDeleted } from './s5-service-auth-deleted.ts';
import { check as s5TokenDeleted } from './s5-token-deleted.ts';
import { check as s6AfterAnswer } from './s6-after-answer.ts';
import { check as s6AllSessions } from './s6-all-sessions.ts';
import { check as s6CloseNotify } from './s6-close-notify.ts';
import { check as s6NotResumable } from './s6-not-resumable.ts';
import { check as s6OthersOpen } from './s6-others-open.ts';
import { check as s6TornDown } from './s6-torn-down.ts';
import { check as s7EveryAef } from './s7-every-aef.ts';
import { check as s7MutualTls } from './s7-mutual-tls.ts';
import { check as s7NamesInvoker } from './s7-names-invoker.ts';
import { check as s7Notified } from './s7-notified.ts';
import { check as s7OnlyWhenOffboarded } from './s7-only-when-offboarded.ts';
import { check as s7Order } from './s7-order.ts';
import { check as s7SurvivesOutage } from './s7-survives-outage.ts';
import { check as s7WellFormed } from './s7-well-formed.ts';
import { check as s8AefpskDeleted } from './s8-aefpsk-deleted.ts';
import { check as s8NoRefetch } from './s8-no-refetch.ts';
import { check as s8OnlyAuthentic } from './s8-only-authentic.ts';
import { check as s8OthersIntact } from './s8-others-intact.ts';
import { check as s8TokenRefused } from './s8-token-refused.ts';
import { check as s8TrustDeleted } from './s8-trust-deleted.ts';
import { check as s9AllConnections } from './s9-all-connections.ts';
import { check as s9CloseNotify } from './s9-close-notify.ts';
import { check as s9NotResumable } from './s9-not-resumable.ts';
import { check as s9OthersOpen } from './s9-others-open.ts';
import { check as s9TornDown } from './s9-torn-down.ts';
import { check as s10Acknowledged } from './s10-acknowledged.ts';
import { check as s10AfterDeletion } from './s10-after-deletion.ts';
import { check as s10Idempotent } from './s10-idempotent.ts';
import { check as s10UnknownHarmless } from './s10-unknown-harmless.ts';

export const CHECKS: readonly Check[] = [
  s0TlsSession,
  s0TlsVersion,
  s0ClientAuthenticated,
  s0ServerAuthenticated,
  s1Trigger,
  s2RequestSent,
  s2OwnId,
  s2Once,
  s3UnknownIdRefused,
  s3ForeignIdRefused,
  s3RepeatRefused,
  s3EnrolmentCancelled,
  s3ProfileDeleted,
  s3CertificateDeleted,
  s3ServiceAuthDeleted,
  s3OnboardSecretDeleted,
  s3AefpskDeleted,
  s3TokenRefused,
  s3RetainedIsInert,
  s3DoneBeforeAnswer,
  s3OthersIntact,
  s4Success,
  s4OnSession,
  s5IdDeleted,
  s5ServiceAuthDeleted,
  s5CertificateDeleted,
  s5OnboardSecretDeleted,
  s5AefpskDeleted,
  s5TokenDeleted,
  s5NotOnFailure,
  s6TornDown,
  s6CloseNotify,
  s6AfterAnswer,
  s6NotResumable,
  s6AllSessions,
  s6OthersOpen,
  s7Notified,
  s7NamesInvoker,
  s7WellFormed,
  s7MutualTls,
  s7EveryAef,
  s7OnlyWhenOffboarded,
  s7Order,
  s7SurvivesOutage,
  s8AefpskDeleted,
  s8TrustDeleted,
  s8TokenRefused,
  s8OthersIntact,
  s8OnlyAuthentic,
  s8NoRefetch,
  s9TornDown,
  s9CloseNotify,
  s9NotResumable,
  s9AllConnections,
  s9OthersOpen,
  s10Acknowledged,
  s10AfterDeletion,
  s10Idempotent,
  s10UnknownHarmless,
  ...defined('check').filter(isOwnCheck).map(ownCheck),
];

const byRequirement = new Map(CHECKS.map((check) => [check.requirement, check]));

/** The check that judges the row with this id; undefined when none does. */
export function checkFor(requirement: string): Check | undefined {
  return byRequirement.get(requirement);
}

/** As `defineCheck` takes it: with the row of the ledger that it judges. */
type OwnCheck = Omit<Check, 'requirement'> & { readonly requirement: { readonly id: string } };

function isOwnCheck(what: object): what is OwnCheck {
  return 'requirement' in what && 'expected' in what && 'judge' in what && typeof what.judge === 'function';
}

function ownCheck(own: OwnCheck): Check {
  return { requirement: own.requirement.id, expected: own.expected, judge: (context) => own.judge(context) };
}
