import type { Check, CheckContext } from './check.ts';
import { allOf, holds, isFinding } from './findings.ts';
import type { Finding } from './judgement.ts';
import { gone } from './reasoning/gone.ts';
import { inWords, outcomeOf, probeAfter, probeBefore, worked } from './reasoning/probe.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';

const EVENTS = 'events';

export const check: Check = {
  requirement: 'S3-enrolment-cancelled',
  expected:
    'discovery, PUT of a security context and, where API invokers have it, subscription to events to be refused with the old certificate',
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const always = ['discovery', 'context-write'].map((name) => gone(context, success, name));
    return allOf([...always, ...events(context, success)]);
  },
};

/** A CCF need not have API invokers subscribe to events, and a scenario need not ask. What was not served before proves nothing by being refused. */
function events(context: CheckContext, success: Offboarding): readonly Finding[] {
  const control = probeBefore(context.evidence, EVENTS, 'victim', success);
  if (control === undefined) return [];
  const after = probeAfter(context.evidence, EVENTS, 'victim', success);
  if (worked(control) || (after !== undefined && outcomeOf(after) === 'accepted')) {
    return [gone(context, success, EVENTS)];
  }
  return [holds(`${inWords(EVENTS)} not served before either (${control.seen})`, [control])];
}
