import type { Check } from './check.ts';
import { allGone } from './reasoning/gone.ts';
import { worked } from './reasoning/probe.ts';

export const check: Check = {
  requirement: 'S3-token-refused',
  expected: 'the token endpoint to issue no further access token for the old credentials',
  judge(context) {
    // A CCF may demand the onboard secret of every token request: then the request without it never worked and tells
    // nothing.
    const plain = worked(context.evidence.probe('token', 'victim', 'control'));
    const secret = worked(context.evidence.probe('token-with-secret', 'victim', 'control'));
    return allGone(context, [!plain && secret ? 'token-with-secret' : 'token']);
  },
};
