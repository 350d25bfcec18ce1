import type { Check } from './check.ts';
import { forgotten } from './reasoning/forgotten.ts';

/** What authentication left behind beside certificate, AEFPSK and access token: resumable TLS sessions among it. */
export const check: Check = {
  requirement: 'S5-service-auth-deleted',
  expected:
    'the API invoker to use its service API authentication and authorization information no more, nor to store it',
  judge: (context) =>
    forgotten(context, {
      what: 'its service API authentication and authorization information',
      uses: ['resumption'],
      kinds: ['service-auth'],
    }),
};
