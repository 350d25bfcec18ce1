/** ETSI OpenCAPIF: TS 29.222 on CAPIF, and a register service of its own that hands out the token to get there. */
import type { Dialect } from './dialect.ts';
import { createUser, getAuth, REGISTER_NEEDS } from './register-service.ts';

export const OPENCAPIF: Dialect = {
  name: 'opencapif',
  provision: {
    needs: REGISTER_NEEDS,
    credential: 'obtained',
    async admit({ provider, via }) {
      await createUser(provider, via);
      return await getAuth(provider, via);
    },
  },
  // Its PKI is a role of HashiCorp Vault, which certifies RSA keys where it is not told otherwise.
  onboard: { keys: 'RSA-2048' },
  secure: {
    onlyAsAWhole: {
      id: 'both-flags',
      statement:
        'the CCF failed on GET of a security context that did not ask for both authenticationInfo and authorizationInfo; our AEF asked again, for both',
      clause: 'TS 29.222 A.6 (both query parameters are optional)',
    },
  },
  subscribe: {},
  token: {
    verifiedByCertificate: {
      id: 'token-key-untold',
      statement:
        'the security context has no authorizationInfo for OAUTH; our AEF verified access tokens by the key of the certificate that the CCF shows in TLS',
      clause: 'TS 33.122 6.5.2.3 and TS 29.222 A.6, SecurityInformation: authorizationInfo',
    },
  },
};
