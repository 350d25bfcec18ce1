/** What may be at a CCF under test although it never said so: the request to make it was sent, and no answer came. */
import type { Leftover } from '../evidence/run-record.ts';
import type { Timeline } from '../evidence/timeline.ts';

/** The resources that a scenario creates; what is below them goes with them. */
const CREATING = /\/(onboardedInvokers|registrations|service-apis|subscriptions)$/;
const UNTOLD: ReadonlySet<string> = new Set(['timeout', 'closed', 'reset', 'incomplete']);

/** One leftover for each request that was sent and not answered; nobody knows what there is to DELETE. */
export function unanswered(timeline: Timeline): Leftover[] {
  return timeline
    .filter((entry) => entry.kind === 'exchange')
    .filter(({ side, request: { method, target } }) => side === 'client' && method === 'POST' && CREATING.test(target))
    .flatMap(({ request: { target }, failure }) =>
      failure !== undefined && UNTOLD.has(failure.cause)
        ? { what: `what POST ${target} may have made`, why: `it was not answered: ${failure.message}` }
        : [],
    );
}
