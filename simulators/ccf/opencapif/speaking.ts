/** A CCF that is provisioned and addressed as ETSI OpenCAPIF is; what it does about offboarding stays as its behaviour has it. */
import { access, both, type Change, form } from '../deviation.ts';
import type { Accounts } from './accounts.ts';
import { gate } from './gate.ts';

/** @param accounts of the register service: its tokens, and nothing else, entitle to onboard and to register. */
export function speakingOpenCapif(accounts: Accounts): Change {
  return both(
    access({
      gate,
      onboards: (token) => accounts.isUserToken(token),
      registers: (regSec) => accounts.isUserToken(regSec),
      givesSecret: false,
      // The certificate has proved who asks, and its own client always says "string".
      acceptsSecret: () => true,
    }),
    form({ onboardingId: (apiInvokerId) => apiInvokerId, answer: plainJson }),
  );
}

/** Errors are described in JSON that doesn't say that it is problem details. */
function plainJson(response: Response): Response {
  if (response.headers.get('content-type') !== 'application/problem+json') return response;
  const plain = new Response(response.body, response);
  plain.headers.set('content-type', 'application/json');
  return plain;
}
