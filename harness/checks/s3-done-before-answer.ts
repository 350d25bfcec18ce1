import type { ProbeRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, type Cited, holds, isFinding, unclear } from './findings.ts';
import { accessToDelete } from './reasoning/access.ts';
import { inWords, outcomeOf } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

interface Pair {
  readonly atAnswer: ProbeRecord;
  readonly settled: ProbeRecord | undefined;
}

/** Compares what was accepted the moment the answer was complete with what is accepted at last. */
export const check: Check = {
  requirement: 'S3-done-before-answer',
  expected: 'whatever is refused at last to be refused already when the success response has arrived',
  judge(context) {
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const pairs = pairsOf(context);
    if (pairs.length === 0) return unclear('no-traffic', 'no probe put when the answer arrived', [success.exchange]);
    const cited: Cited = pairs.flatMap(({ atAnswer, settled }) => [atAnswer, settled]);
    const late = pairs.filter((pair) => is(pair, 'accepted', 'refused'));
    if (late.length > 0) {
      const seen = late.map(({ atAnswer }) => inWords(atAnswer.probe)).join(', ');
      return breached(`${seen} accepted when the answer had arrived, and refused later`, cited, late[0]?.atAnswer);
    }
    const odd = pairs.find((pair) => !is(pair, 'refused', 'refused') && !is(pair, 'accepted', 'accepted'));
    if (odd !== undefined) {
      const [then, later] = [odd.atAnswer.seen, odd.settled?.seen ?? 'not tried'];
      const seen = `${inWords(odd.atAnswer.probe)}: ${then} when the answer had arrived, ${later} later`;
      return unclear(odd.settled === undefined ? 'no-traffic' : 'wrong-cause', seen, cited);
    }
    const done = pairs.filter((pair) => is(pair, 'refused', 'refused'));
    // Nothing deleted at all is not deletion in time; which deletion is missing, the other rows tell.
    if (done.length === 0) return unclear('precondition-failed', 'everything accepted then and later', cited);
    return holds(`${done.map(({ atAnswer }) => inWords(atAnswer.probe)).join(', ')} refused then and later`, cited);
  },
};

/** First at-answer and last settled probe of everything that worked before and could be probed. */
function pairsOf(context: CheckContext): readonly Pair[] {
  const { evidence } = context;
  return accessToDelete(context).flatMap((name) => {
    const atAnswer = evidence.probes('victim', 'at-answer').find(({ probe }) => probe === name);
    const settled = evidence.probe(name, 'victim', 'settled');
    return atAnswer === undefined || atAnswer.outcome === 'not-available' ? [] : [{ atAnswer, settled }];
  });
}

function is({ atAnswer, settled }: Pair, then: 'accepted' | 'refused', later: 'accepted' | 'refused'): boolean {
  return outcomeOf(atAnswer) === then && settled !== undefined && outcomeOf(settled) === later;
}
