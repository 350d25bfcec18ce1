import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { accessProbes } from './reasoning/access.ts';
import { inWords, needsLiveness, outcomeOf, servedBystander, worked } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

export const check: Check = {
  requirement: 'S3-others-intact',
  expected: 'whatever worked for a bystander before the offboarding to work after it',
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const names = [...accessProbes(context, 'bystander'), ...crl(context)];
    if (names.length === 0) return unclear('precondition-failed', 'nothing that had worked for a bystander before');
    return allOf(names.map((name) => intact(context, name)));
  },
};

/** The bystander's certificate was not listed before, and was looked up again. */
function crl({ evidence }: CheckContext): readonly string[] {
  const again = evidence.probe('crl', 'bystander', 'settled') !== undefined;
  return again && worked(evidence.probe('crl', 'bystander', 'control')) ? ['crl'] : [];
}

function intact({ evidence }: CheckContext, name: string): Finding {
  const what = `${inWords(name)} for a bystander`;
  const control = evidence.probe(name, 'bystander', 'control');
  const settled = evidence.probe(name, 'bystander', 'settled');
  if (settled === undefined) return unclear('no-traffic', `${what} not tried after the offboarding`, [control]);
  const cited = [control, settled];
  const outcome = outcomeOf(settled);
  if (worked(settled)) return holds(`${what} accepted (${settled.seen})`, cited);
  if (outcome === 'accepted') return breached(`${what} yielding another key than before (${settled.seen})`, cited);
  if (outcome === 'not-available') return unclear('not-observable', `${what} not available: ${settled.seen}`, cited);
  // Silence is a refusal only of a CCF that serves something else.
  const alive = servedBystander(evidence);
  if (outcome === 'wrong-cause' || (needsLiveness(evidence, settled) && alive === undefined)) {
    return unclear('wrong-cause', `${what} failed for a reason that proves nothing: ${settled.seen}`, cited);
  }
  return breached(`${what} refused after the offboarding of another API invoker (${settled.seen})`, cited);
}
