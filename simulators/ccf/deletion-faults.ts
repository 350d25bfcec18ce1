/** Faults of step 3, second half: something is not deleted, too late, or of too many. */
import { access, admitting, both, type Deviation, deletingLate, instead, without } from './deviation.ts';

export const DELETION_FAULTS = {
  'keeps-enrolment': {
    describe: 'The old certificate may still discover service APIs and make a security context.',
    change: admitting(({ action }) => action === 'discover' || action === 'write-context'),
  },
  'keeps-context-writable': {
    describe: 'The old certificate may still make a security context, of which nothing is stored.',
    change: admitting(({ action }) => action === 'write-context'),
  },
  'keeps-profile': {
    describe: 'The profile stays, and the old certificate may still change it.',
    change: both(
      without('profile'),
      admitting(({ action }) => action === 'modify-profile'),
    ),
  },
  'crl-omits-certificate': {
    describe: 'The CRL does not list the certificates of offboarded API invokers.',
    change: access({ lists: ({ subject }) => subject.role !== 'invoker' }),
  },
  'keeps-security-context': {
    describe: 'AEFs still get the security context, though without authentication and authorization information.',
    change: without('security-context'),
  },
  'keeps-onboard-secret': {
    describe: 'The onboarding secret still obtains access tokens.',
    change: both(
      without('onboarding-secret', 'grants'),
      admitting(({ action, secretGiven }) => action === 'obtain-token' && secretGiven === true),
    ),
  },
  'keeps-aefpsk': {
    describe: 'AEFs that ask for authentication information still get the AEFPSK.',
    change: both(
      without('security-context', 'aefpsk'),
      access({ showsContext: ({ enrolled, authenticationInfo }) => enrolled || authenticationInfo }),
    ),
  },
  'token-still-issued': {
    describe: 'The old certificate, without the onboarding secret, still obtains access tokens.',
    change: both(
      without('grants'),
      admitting(({ action, secretGiven }) => action === 'obtain-token' && secretGiven !== true),
    ),
  },
  'retained-data-grants-access': {
    describe: 'An API invoker whose data are retained by policy may still discover service APIs.',
    change: admitting(
      ({ action, revocation: { subject } }, { state }) =>
        action === 'discover' && subject.role === 'invoker' && state.archive.has(subject.id),
    ),
  },
  'deletes-late': {
    describe: 'All deletion takes effect 300 ms after the answer.',
    change: deletingLate(300),
  },
  'deletes-three-seconds-late': {
    describe: 'All deletion takes effect three seconds after the answer.',
    change: deletingLate(3000),
  },
  'deletes-bystander-contexts': {
    describe: 'The security contexts of all API invokers are deleted.',
    change: instead('security-context', ({ node }) => node.state.contexts.clear()),
  },
} satisfies Record<string, Deviation>;
