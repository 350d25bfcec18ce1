import type { Check } from './check.ts';
import { breached, holds, unclear } from './findings.ts';
import { offboardRequests, triggers } from './reasoning/offboarded.ts';
import { span } from './reasoning/windows.ts';

/** Which events start offboarding is outside the clause: this tells what happened and blames nobody. */
export const check: Check = {
  requirement: 'S1-trigger',
  expected: 'an event within the API invoker to start the offboarding',
  judge({ evidence }) {
    const [trigger] = triggers(evidence);
    if (trigger === undefined) return unclear('not-observable', 'no trigger in this run');
    const [request] = offboardRequests(evidence, trigger.from);
    if (request !== undefined) {
      const seen = `a request ${span(request.requestAt - trigger.from)} after the trigger began`;
      return holds(seen, [trigger.entry, request]);
    }
    return trigger.ok
      ? breached('a trigger that no request followed', [trigger.entry])
      : unclear('precondition-failed', 'a trigger that failed', [trigger.entry]);
  },
};
