/** What each misbehaviour of an AEF breaks. */
import type { AefFault } from '../../../simulators/aef/faults.ts';
import type { Expected } from './expected.ts';

export const BROKEN_BY_AEF: Readonly<Record<AefFault, Expected>> = {
  'accepts-tls-1.1': { breaks: ['S0-tls-version'] },
  'accepts-unauthenticated-notification': { breaks: ['S8-only-authentic'] },
  'accepts-foreign-notification': { breaks: ['S8-only-authentic'] },
  'accepts-any-capif-certificate': { breaks: ['S8-only-authentic'] },
  'keeps-aefpsk': { breaks: ['S8-aefpsk-deleted'], untold: ['S10-after-deletion'] },
  'keeps-trust': { breaks: ['S8-trust-deleted'], untold: ['S10-after-deletion'] },
  // The method by which the scenario about stale copies is played here.
  'keeps-token': { breaks: ['S8-token-refused'], untold: ['S8-no-refetch', 'S10-after-deletion'] },
  'keeps-nothing-but-resumption': { breaks: ['S9-not-resumable'] },
  'resumes-then-refuses': { breaks: ['S9-not-resumable'] },
  refetches: {
    breaks: ['S8-no-refetch'],
    follows: ['S8-aefpsk-deleted', 'S8-trust-deleted', 'S8-token-refused'],
  },
  'refetches-late': { breaks: ['S8-no-refetch'] },
  'forgets-everybody': {
    breaks: ['S8-others-intact'],
    untold: ['S9-others-open', 'S10-idempotent'],
  },
  'keeps-aefpsk-backup': { breaks: ['S8-aefpsk-deleted'] },
  'keeps-connection-open': { breaks: ['S9-torn-down'], untold: ['S9-close-notify'] },
  'closes-only-when-idle': {
    breaks: [],
    untold: ['S9-torn-down', 'S9-others-open', 'S10-after-deletion'],
    // The second connection ends, or is refused on its next use.
    perhaps: ['S9-all-connections'],
  },
  'ends-with-bare-fin': { breaks: ['S9-close-notify'] },
  'ends-with-rst': { breaks: ['S9-close-notify'] },
  'tears-down-one-connection': { breaks: ['S9-all-connections'] },
  'drops-everybody': { breaks: ['S9-others-open'] },
  'tears-down-late': { breaks: ['S10-after-deletion'] },
  'acknowledges-200': { breaks: ['S10-acknowledged'] },
  'acknowledges-202': { breaks: ['S10-acknowledged'] },
  'refuses-to-acknowledge': {
    breaks: ['S10-acknowledged'],
    follows: ['S10-unknown-harmless'],
    untold: ['S8-only-authentic', 'S10-after-deletion', 'S10-idempotent'],
  },
  'acknowledges-first': { breaks: ['S10-after-deletion'], untold: ['S8-no-refetch'] },
  'refuses-duplicates': { breaks: ['S10-idempotent'] },
  'duplicate-deletes-bystander': { breaks: ['S10-idempotent'] },
  'unknown-invoker-500': { breaks: ['S10-unknown-harmless'] },
  'unknown-invoker-deletes-everybody': { breaks: ['S10-unknown-harmless'], untold: ['S10-idempotent'] },
};
