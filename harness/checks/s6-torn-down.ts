import type { EndRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { whyEnded } from './reasoning/ended.ts';
import { isStepZeroSession } from './reasoning/session-answer.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { isPast, micros, STAMP_ACCURACY, span, watchedFor } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S6-torn-down',
  expected: 'the CCF to end the TLS session with the API invoker within the teardown window',
  judge(context) {
    const { evidence, timing } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const { exchange, answeredAt } = success;
    if (!success.complete) return unclear('precondition-failed', `${success.status}, incomplete`, [exchange]);
    if (!isStepZeroSession(evidence, exchange.connection)) {
      return unclear('precondition-failed', 'a request that did not go out on the session of step 0', [exchange]);
    }
    const [first] = evidence.ends(exchange.connection);
    const limit = answeredAt + micros(timing.teardown) + STAMP_ACCURACY;
    if (
      first === undefined ||
      first.at > limit ||
      (first.by === 'self' && isPast(first.at, answeredAt, timing.teardown))
    ) {
      return stayedOpen(context, success, first);
    }
    if (first.by === 'self') {
      return unclear(
        'window-too-short',
        `our own end closing the session ${span(first.at - answeredAt)} after the answer`,
        [first],
      );
    }
    return ended(context, success, first);
  },
};

/** The window passed without an ending; what came after it, by whichever side, comes too late. */
function stayedOpen(
  { evidence, timing }: CheckContext,
  { exchange, answeredAt }: Offboarding,
  late: EndRecord | undefined,
): Finding {
  const wait = watchedFor(evidence.waits('tls-closed'), answeredAt, timing.teardown);
  const cited = [exchange, wait, late];
  if (late?.by === 'peer')
    return breached(`the session ended only ${span(late.at - answeredAt)} after the answer`, cited);
  return wait === undefined && late === undefined
    ? unclear('window-too-short', `no ending, but no wait of ${span(micros(timing.teardown))} for it either`, cited)
    : breached(`the session still open ${span(micros(timing.teardown))} after the answer`, cited);
}

/** An ending in time counts unless an idle limit would look the same. */
function ended({ evidence }: CheckContext, success: Offboarding, end: EndRecord): Finding {
  const { exchange, answeredAt } = success;
  const seen = `${end.signal} ${span(Math.max(0, end.at - answeredAt))} after the answer`;
  // The answer itself announces the ending, and no idle limit is needed to explain it.
  if (/\bclose\b/i.test(exchange.response?.headers.connection ?? '')) {
    return holds(`${seen}, announced by Connection: close`, [exchange, end]);
  }
  const why = whyEnded(evidence, success, exchange.connection, end);
  return why.by === 'teardown'
    ? holds(`${seen}, ${why.seen}`, [exchange, ...why.cited])
    : unclear(why.cause, why.seen, [exchange, ...why.cited]);
}
