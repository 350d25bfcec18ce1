import type { Check } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import { offboardRequests, pathOf, provided, succeeded, triggers, watchedUntil } from './reasoning/offboarded.ts';
import { isPast } from './reasoning/windows.ts';

/** Asking again after a failure, or for want of an answer, is no repetition. */
export const check: Check = {
  requirement: 'S2-once',
  expected: 'one offboarding request for one trigger, and none after success',
  judge({ evidence, timing }) {
    const given = provided(evidence);
    if (isFinding(given)) return given;
    const [trigger, second] = triggers(evidence);
    const until = second?.from ?? Number.POSITIVE_INFINITY;
    const requests = offboardRequests(evidence, trigger?.from ?? given.action.at).filter(
      ({ requestAt }) => requestAt < until,
    );
    const done = requests.find(succeeded);
    if (requests.length === 0) return unclear('no-traffic', 'no offboarding request', [trigger?.entry]);
    if (done === undefined) {
      return unclear('precondition-failed', 'no offboarding request answered with success', requests);
    }
    const path = pathOf(done.request.target);
    const again = requests.filter(
      ({ request, requestAt }) => requestAt > done.requestAt && pathOf(request.target) === path,
    );
    // What was sent before the answer could be read is no answer to it.
    const after = again.filter(({ requestAt }) => requestAt >= done.at);
    if (after.length > 0) return breached(`${after.length} more request(s) after success`, [done, ...after]);
    // An invoker that waits too little asks again for want of an answer, although one was on its way.
    if (again.length > 0) {
      return unclear('wrong-cause', 'a second request before the first was answered', [done, ...again]);
    }
    return isPast(Math.min(watchedUntil(evidence), until), done.at, timing.quiet)
      ? holds('one request, and none after success', [trigger?.entry, done])
      : unclear('window-too-short', `one request, but not watched for ${timing.quiet} ms after it`, [done]);
  },
};
