/** Faults of step 8 that nobody sees on the wire: what is no longer used, but still stored. */
import { join } from 'node:path';
import { appendOnce } from '../storage/secret-files.ts';
import { type Deviation, instead } from './deviation.ts';

const BACKUP = 'backup.txt';

export const STORAGE_FAULTS = {
  'keeps-aefpsk-backup': {
    describe: 'The AEFPSK opens nothing any more, but a backup of it, in base64, stays in storage.',
    change: instead('delete', (offboarding, usual) => {
      const { node, apiInvokerId } = offboarding;
      const { storage } = node.options;
      // Now, for deleting overwrites the key.
      const key = node.trust.get(apiInvokerId)?.aefPsk?.toString('base64');
      if (storage !== undefined && key !== undefined) appendOnce(join(storage, BACKUP), key);
      return usual(offboarding);
    }),
  },
} satisfies Record<string, Deviation>;
