/** O-RAN SC capifcore: open to everybody, so there is nothing to authenticate with, and a few messages are its own. */
import { randomToken } from '../wire/dice.ts';
import type { Dialect } from './dialect.ts';

export const CAPIFCORE: Dialect = {
  name: 'capifcore',
  provision: {
    needs: {},
    credential: 'not-asked-for',
    // Nobody looks at it, but TS 29.222 wants a `regSec`, and so does capifcore.
    admit: async () => randomToken(),
  },
  onboard: {
    withoutCertificates: {
      id: 'no-certificates',
      statement:
        'the CCF issues no certificates at onboarding and registration and asks for none in TLS; our nodes went on unauthenticated, and the AEF with a certificate of its own',
      clause: 'TS 33.122 6.1 (certificate at onboarding) and 6.3.1 (mutual TLS on CAPIF-1e)',
    },
    idInProfile: {
      id: 'id-in-profile',
      statement:
        'the CCF refuses a PUT of the profile unless the body repeats apiInvokerId, which is read-only; our API invoker repeated it',
      clause: 'TS 29.222 A.5, APIInvokerEnrolmentDetails: apiInvokerId is readOnly',
    },
  },
  secure: {},
  subscribe: {
    notifiesBy: {
      method: 'PUT',
      deviation: {
        id: 'notification-by-put',
        statement: 'the CCF sends the Event notification by PUT; our AEF read and acknowledged it as if it were a POST',
        clause: 'TS 29.222 8.3.3.2 (HTTP POST)',
      },
    },
  },
  token: {
    status: {
      code: 201,
      deviation: {
        id: 'token-created',
        statement: 'the CCF answers an access token with 201; our API invoker took it all the same',
        clause: 'TS 29.222 A.6 and RFC 6749 5.1 (200)',
      },
    },
  },
};
