/** A request that had to be refused has deleted nothing of whom it named: S0-client-authenticated and S3-foreign-id-refused. */
import type { Subject } from '../../evidence/timeline.ts';
import type { ActionRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { allOf, breached, holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { accessProbes } from './access.ts';
import { inWords, needsLiveness, outcomeOf, probeAfter } from './probe.ts';

export interface Unharmed {
  /** Whom the request named. */
  readonly subject: Subject;
  readonly request: ActionRecord;
  /** Whom to speak of, e.g. `the other API invoker`. */
  readonly who: string;
}

/** Whatever was served to it before is served after the request, too. */
export function unharmed(context: CheckContext, harm: Unharmed): Finding {
  const { subject, request } = harm;
  const valid = context.evidence.offboardingRequests('valid').some(({ seq }) => seq > request.seq);
  // What else is missing after a valid request is missing because of that, and for the row on others.
  const names = valid ? ['discovery'] : accessProbes(context, subject);
  return allOf(names.map((name) => stillServed(context, harm, name)));
}

function stillServed({ evidence }: CheckContext, { subject, request, who }: Unharmed, name: string): Finding {
  const what = `${inWords(name)} of ${who}`;
  const after = { exchange: request };
  const again = probeAfter(evidence, name, subject, after);
  if (again === undefined) return unclear('no-traffic', `${what} not tried after the request`, [request]);
  const outcome = outcomeOf(again);
  if (outcome === 'accepted') return holds(`${what} still served`, [again]);
  const counterpart = probeAfter(evidence, name, subject === 'victim' ? 'bystander' : 'victim', after);
  const alive = counterpart !== undefined && outcomeOf(counterpart) === 'accepted';
  return outcome === 'refused' && (alive || !needsLiveness(evidence, again))
    ? breached(`${what} refused after the request (${again.seen})`, [again, counterpart], again)
    : unclear('wrong-cause', `${what} not served after the request: ${again.seen}`, [again, counterpart], again);
}
