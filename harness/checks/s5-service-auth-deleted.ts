import type { Check } from './check.ts';
import { forgotten, type Wanted } from './reasoning/forgotten.ts';

/** TLS sessions that authentication left behind. That they can be resumed is shown by any session that was authenticated. */
const SESSIONS: Pick<Wanted, 'uses' | 'controls'> = {
  uses: ['resumption'],
  controls: ['resumption', 'certificate', 'aefpsk', 'access-token'],
};

/** What authentication left behind: in the published edition the AEFPSK and the access token, which have rows of their own since. */
export const check: Check = {
  requirement: 'S5-service-auth-deleted',
  expected:
    'the API invoker to use its service API authentication and authorization information no more, nor to store it',
  judge(context) {
    const published = context.claims.edition === 'published';
    return forgotten(context, {
      what: 'its service API authentication and authorization information',
      uses: published ? ['resumption', 'aefpsk', 'access-token'] : SESSIONS.uses,
      ...(SESSIONS.controls && { controls: SESSIONS.controls }),
      kinds: published ? ['service-auth', 'aefpsk', 'access-token'] : ['service-auth'],
    });
  },
};
