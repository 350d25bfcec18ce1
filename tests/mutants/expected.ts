/**
 * What each misbehaviour of the reference CCF must be caught by. Exactly: a requirement more is a wrong FAIL, one less a survivor.
 */
import type { CcfFault } from '../../simulators/ccf/faults.ts';

export interface Expected {
  /** What the fault is about. */
  readonly breaks: readonly string[];
  /** What cannot hold either once that is broken. */
  readonly follows?: readonly string[];
  /** What can then not be told, and is not taken for a pass. */
  readonly untold?: readonly string[];
}

const NOTHING_NOTIFIED = ['S7-names-invoker', 'S7-well-formed', 'S7-mutual-tls'];

export const EXPECTED: Readonly<Record<CcfFault, Expected>> = {
  'refuses-onboarded-certificate': {
    breaks: ['S0-tls-session'],
    untold: [
      'S0-client-authenticated',
      'S3-unknown-id-refused',
      'S3-foreign-id-refused',
      'S3-repeat-refused',
      'S3-enrolment-cancelled',
      'S3-profile-deleted',
      'S3-certificate-deleted',
      'S3-service-auth-deleted',
      'S3-onboard-secret-deleted',
      'S3-aefpsk-deleted',
      'S3-token-refused',
      'S3-done-before-answer',
      'S3-others-intact',
      'S4-success',
      'S4-on-session',
      'S6-torn-down',
      'S6-close-notify',
      'S6-after-answer',
      'S6-not-resumable',
      'S6-all-sessions',
      'S6-others-open',
      'S7-notified',
      'S7-names-invoker',
      'S7-well-formed',
      'S7-mutual-tls',
      'S7-every-aef',
      'S7-survives-outage',
    ],
  },
  'accepts-tls-1.1': { breaks: ['S0-tls-version'] },
  'offboards-without-certificate': { breaks: ['S0-client-authenticated'], follows: ['S7-only-when-offboarded'] },
  'answers-204-without-certificate': { breaks: ['S0-client-authenticated'] },
  'offboards-with-foreign-certificate': { breaks: ['S0-client-authenticated'], follows: ['S7-only-when-offboarded'] },
  'offboards-unknown-id': { breaks: ['S3-unknown-id-refused', 'S7-only-when-offboarded'] },
  'answers-204-to-unknown-id': { breaks: ['S3-unknown-id-refused'] },
  'offboards-foreign-id': { breaks: ['S3-foreign-id-refused'], follows: ['S7-only-when-offboarded'] },
  'answers-204-to-foreign-id': { breaks: ['S3-foreign-id-refused'] },
  'accepts-repeat': { breaks: ['S3-repeat-refused'] },
  'notifies-on-refusal': { breaks: ['S7-only-when-offboarded'] },
  'keeps-enrolment': { breaks: ['S3-enrolment-cancelled'], follows: ['S3-certificate-deleted'] },
  'keeps-context-writable': { breaks: ['S3-enrolment-cancelled'] },
  'keeps-profile': { breaks: ['S3-profile-deleted'] },
  'crl-omits-certificate': { breaks: ['S3-certificate-deleted'] },
  'keeps-security-context': { breaks: ['S3-service-auth-deleted'] },
  'keeps-onboard-secret': { breaks: ['S3-onboard-secret-deleted'] },
  'keeps-aefpsk': { breaks: ['S3-aefpsk-deleted'] },
  'token-still-issued': { breaks: ['S3-token-refused'] },
  'retained-data-grants-access': { breaks: ['S3-retained-is-inert'] },
  'deletes-late': { breaks: ['S3-done-before-answer'] },
  'deletes-three-seconds-late': {
    breaks: [
      'S3-enrolment-cancelled',
      'S3-profile-deleted',
      'S3-certificate-deleted',
      'S3-service-auth-deleted',
      'S3-onboard-secret-deleted',
      'S3-aefpsk-deleted',
      'S3-token-refused',
    ],
    follows: ['S6-not-resumable'],
    untold: ['S3-done-before-answer'],
  },
  'deletes-bystander-contexts': { breaks: ['S3-others-intact'] },
  'answers-200': { breaks: ['S4-success'] },
  'answers-202': { breaks: ['S4-success'] },
  'stalls-answer': {
    breaks: ['S4-on-session'],
    untold: ['S4-success', 'S6-torn-down', 'S6-close-notify', 'S6-after-answer'],
  },
  'tears-down-before-answer-complete': {
    breaks: ['S6-after-answer'],
    untold: ['S4-success', 'S4-on-session', 'S6-torn-down'],
  },
  'keeps-tls-open': { breaks: ['S6-torn-down'], untold: ['S6-close-notify'] },
  'closes-only-when-idle': { breaks: [], untold: ['S6-torn-down', 'S6-others-open', 'S6-all-sessions'] },
  'ends-with-bare-fin': { breaks: ['S6-close-notify'] },
  'ends-with-rst': { breaks: ['S6-close-notify'] },
  'resumption-served': { breaks: ['S6-not-resumable'] },
  'resumes-then-refuses': { breaks: ['S6-not-resumable'] },
  'parallel-session-served': { breaks: ['S6-all-sessions'] },
  'drops-bystander-sessions': { breaks: ['S6-others-open'] },
  'no-notification': {
    breaks: ['S7-notified'],
    follows: ['S7-every-aef'],
    untold: [...NOTHING_NOTIFIED, 'S7-survives-outage'],
  },
  'notifies-by-put': { breaks: ['S7-notified'], untold: ['S7-survives-outage'] },
  'omits-invoker-id': { breaks: ['S7-names-invoker'] },
  'notifies-invoker-updated': { breaks: ['S7-names-invoker'] },
  'names-wrong-invoker': { breaks: ['S7-names-invoker'] },
  'wrong-subscription-id': { breaks: ['S7-well-formed'] },
  'events-as-array': { breaks: ['S7-well-formed'] },
  'notification-as-text-plain': { breaks: ['S7-well-formed'] },
  'notifies-without-client-certificate': { breaks: ['S7-mutual-tls'] },
  'trusts-impostor-aef': { breaks: ['S7-mutual-tls'] },
  'notifies-first-aef-only': { breaks: ['S7-every-aef'] },
  'starves-after-failure': { breaks: ['S7-every-aef'], follows: ['S7-survives-outage'] },
  'no-retry': { breaks: ['S7-survives-outage'] },
};

/** Warnings that a permitted variant may earn, where a row of the ledger says so. */
export const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  'deletes-a-little-late': ['S3-done-before-answer'],
};
