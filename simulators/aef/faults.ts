/** Every named misbehaviour of the reference AEF. Each breaks one thing, so that the check for it can be seen to catch it. */
import { ACKNOWLEDGEMENT_FAULTS } from './acknowledgement-faults.ts';
import { DELETION_FAULTS } from './deletion-faults.ts';
import { STORAGE_FAULTS } from './storage-faults.ts';
import { TEARDOWN_FAULTS } from './teardown-faults.ts';
import { TRUST_FAULTS } from './trust-faults.ts';

/** In the order of the clause's steps. */
export const AEF_FAULTS = {
  ...TRUST_FAULTS,
  ...DELETION_FAULTS,
  ...STORAGE_FAULTS,
  ...TEARDOWN_FAULTS,
  ...ACKNOWLEDGEMENT_FAULTS,
};

export type AefFault = keyof typeof AEF_FAULTS;
