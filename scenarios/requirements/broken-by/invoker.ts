/** What each misbehaviour of an API invoker breaks. */
import type { InvokerFault } from '../../../simulators/invoker/faults.ts';
import type { Expected } from './expected.ts';

/** Who was never offboarded has nothing to forget. */
const NOT_OFFBOARDED = [
  'S5-id-deleted',
  'S5-service-auth-deleted',
  'S5-certificate-deleted',
  'S5-onboard-secret-deleted',
  'S5-aefpsk-deleted',
  'S5-token-deleted',
];

export const BROKEN_BY_INVOKER: Readonly<Record<InvokerFault, Expected>> = {
  'trusts-impostor-ccf': { breaks: ['S0-server-authenticated'] },
  'verifies-ccf-at-onboarding-alone': { breaks: ['S0-server-authenticated'] },
  'never-requests': {
    breaks: ['S2-request-sent'],
    untold: ['S2-once', 'S2-own-id', 'S5-not-on-failure', ...NOT_OFFBOARDED],
  },
  'requests-foreign-id': { breaks: ['S2-own-id'], untold: ['S2-once', ...NOT_OFFBOARDED] },
  'retries-after-success': { breaks: ['S2-once'] },
  'forgets-on-failure': { breaks: ['S5-not-on-failure'] },
  'keeps-id': { breaks: ['S5-id-deleted'] },
  'keeps-certificate': { breaks: ['S5-certificate-deleted'] },
  'keeps-onboard-secret': { breaks: ['S5-onboard-secret-deleted'] },
  'keeps-aefpsk': { breaks: ['S5-aefpsk-deleted'] },
  'keeps-token': { breaks: ['S5-token-deleted'] },
  'keeps-key-backup': { breaks: ['S5-certificate-deleted'] },
  'keeps-token-in-log': { breaks: ['S5-token-deleted'] },
  'keeps-onboarding-id': { breaks: ['S5-id-deleted'] },
  'keeps-renewed-token': { breaks: ['S5-token-deleted'] },
  'reuses-private-key': { breaks: ['S5-certificate-deleted'] },
  'resumes-service-session': { breaks: ['S5-service-auth-deleted'] },
  'resumes-old-session': { breaks: ['S5-service-auth-deleted'] },
};
