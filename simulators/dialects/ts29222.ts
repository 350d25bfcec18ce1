/** TS 29.222 to the letter: nothing is said otherwise. */
import { type Dialect, NotAdmitted } from './dialect.ts';

export const TS29222: Dialect = {
  name: 'ts29222',
  provision: {
    needs: {},
    credential: 'configured',
    async admit({ credential }) {
      if (credential === undefined) throw new NotAdmitted('no credential for onboarding or registration is configured');
      return credential;
    },
  },
  onboard: {},
  secure: {},
  subscribe: {},
  token: {},
};
