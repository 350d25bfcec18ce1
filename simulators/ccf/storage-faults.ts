/** Faults of step 3 that nobody sees on the wire: what is no longer honoured, but still stored. */
import { join } from 'node:path';
import { appendOnce } from '../storage/secret-files.ts';
import { type Change, type Deviation, instead } from './deviation.ts';
import type { Offboarding } from './offboarding.ts';

const BACKUP = 'backup.txt';
const LOG = 'ccf.log';

export const STORAGE_FAULTS = {
  'keeps-onboard-secret-in-log': {
    describe: 'The onboarding secret obtains nothing any more, but stays in a log in storage.',
    change: noting('onboarding-secret', LOG, ({ node, apiInvokerId }) => {
      const secret = node.state.onboardingSecrets.get(apiInvokerId);
      return secret === undefined ? [] : [`INFO deleted onboarding secret ${secret}`];
    }),
  },
  'keeps-aefpsk-backup': {
    describe: 'The AEFPSK is shown to nobody any more, but a backup of it, in base64, stays in storage.',
    change: noting('aefpsk', BACKUP, ({ node, apiInvokerId }) =>
      [...(node.state.aefPsks.get(apiInvokerId)?.values() ?? [])].map((key) => key.toString('base64')),
    ),
  },
} satisfies Record<string, Deviation>;

/** What this step deletes is written down before, in a file that nobody deletes. */
function noting(step: string, file: string, lines: (offboarding: Offboarding) => readonly string[]): Change {
  return instead(step, (offboarding, usual) => {
    const { storage } = offboarding.node;
    if (storage !== undefined) for (const line of lines(offboarding)) appendOnce(join(storage, file), line);
    return usual(offboarding);
  });
}
