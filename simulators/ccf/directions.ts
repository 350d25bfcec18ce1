/** What whoever directs a simulated CCF decides while it runs. It stays conformant: each of these a CCF may do, or meet. */
import { problem } from '../capif/problem.ts';
import type { ServerConnection } from '../wire/types.ts';
import { EarlyAnswer, refusal } from './messages.ts';

/** How an offboarding request can fail. `cut-off`: the answer begins and does not end. `no-answer`: the session ends without one. */
export const OFFBOARDING_FAILURES = ['403', '500', 'cut-off', 'no-answer'] as const;
export type OffboardingFailure = (typeof OFFBOARDING_FAILURES)[number];

export interface CcfDirections {
  /** Asked for each offboarding request that would succeed: how it fails instead, the API invoker staying enrolled; undefined lets it succeed. */
  readonly failOffboarding?: (() => OffboardingFailure | undefined) | undefined;
  /** False: nobody is notified of an offboarding, since somebody else sends what is to be sent. Default true. */
  readonly notifiesOfOffboarding?: boolean | undefined;
  /** A security context was stored; the API invoker is answered when this has resolved. */
  readonly onSecurityContext?: ((apiInvokerId: string) => Promise<void>) | undefined;
}

/** The answer by which an offboarding request fails. */
export function failure(how: OffboardingFailure, connection: ServerConnection): EarlyAnswer {
  switch (how) {
    case '403':
      return refusal(403, 'the API invoker may not be offboarded at the moment', 'USER_NOT_AUTHORIZED');
    case '500':
      return new EarlyAnswer(problem(500, 'the API invoker could not be offboarded'));
    case 'cut-off':
      return new EarlyAnswer(partialAnswer(() => connection.end()));
    case 'no-answer':
      return new EarlyAnswer(Response.error());
  }
}

/** Ten octets of 64. The rest never comes; `then` is called when the ten are on their way. */
export function partialAnswer(then?: () => void): Response {
  let begun = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!begun) {
          begun = true;
          controller.enqueue(Buffer.from('{"result":'));
          return undefined;
        }
        if (then === undefined) return new Promise(() => {});
        then();
        controller.close();
        return undefined;
      },
    },
    // Without read-ahead, the second pull says that the first octets were taken.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'application/json', 'content-length': '64' } });
}
