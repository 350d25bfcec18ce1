/** Every named misbehaviour of the reference CCF. Each breaks one thing, so that the check for it can be seen to catch it. */
import { ACCESS_FAULTS } from './access-faults.ts';
import { DELETION_FAULTS } from './deletion-faults.ts';
import { NOTIFICATION_FAULTS } from './notification-faults.ts';
import { STORAGE_FAULTS } from './storage-faults.ts';
import { TEARDOWN_FAULTS } from './teardown-faults.ts';

/** In the order of the clause's steps. */
export const CCF_FAULTS = {
  ...ACCESS_FAULTS,
  ...DELETION_FAULTS,
  ...STORAGE_FAULTS,
  ...TEARDOWN_FAULTS,
  ...NOTIFICATION_FAULTS,
};

export type CcfFault = keyof typeof CCF_FAULTS;
