/** A session was torn down within its window, and not merely by an idle limit: S6-torn-down and S9-torn-down. */
import type { ConnectionId, Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry } from '../../evidence/timeline.ts';
import type { EndRecord } from '../../evidence/view.ts';
import type { CheckContext } from '../check.ts';
import { breached, holds, unclear } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { type Act, whyEnded } from './ended.ts';
import { isPast, micros, STAMP_ACCURACY, span, watchedFor } from './windows.ts';

export interface Teardown {
  /** The session that must end. */
  readonly connection: ConnectionId;
  /** The exchange after which it must, and when that was over. */
  readonly exchange: ExchangeEntry;
  readonly answeredAt: Micros;
  /** What the ending is attributed to. */
  readonly act: Act;
  /** True when an answer on this very session announced its ending with `Connection: close`. */
  readonly announced: boolean;
  readonly words: { readonly session: string; readonly answer: string };
}

/** Holds when the peer ended the session by a teardown no later than the declared window after the answer. */
export function tornDown(context: CheckContext, teardown: Teardown): Finding {
  const { evidence, timing } = context;
  const { connection, answeredAt, words } = teardown;
  const [first] = evidence.ends(connection);
  const limit = answeredAt + micros(timing.teardown) + STAMP_ACCURACY;
  const tooLate = first === undefined || first.at > limit;
  if (tooLate || (first.by === 'self' && isPast(first.at, answeredAt, timing.teardown))) {
    return stayedOpen(context, teardown, first);
  }
  if (first.by === 'self') {
    const seen = `our own end closing ${words.session} ${span(first.at - answeredAt)} after ${words.answer}`;
    return unclear('window-too-short', seen, [first]);
  }
  return ended(context, teardown, first);
}

/** The window passed without an ending; what came after it, by whichever side, comes too late. */
function stayedOpen(
  { evidence, timing }: CheckContext,
  { exchange, answeredAt, words }: Teardown,
  late: EndRecord | undefined,
): Finding {
  const wait = watchedFor(evidence.waits('tls-closed'), answeredAt, timing.teardown);
  const cited = [exchange, wait, late];
  if (late?.by === 'peer')
    return breached(`${words.session} ended only ${span(late.at - answeredAt)} after ${words.answer}`, cited, late);
  return wait === undefined && late === undefined
    ? unclear('window-too-short', `no ending, but no wait of ${span(micros(timing.teardown))} for it either`, cited)
    : breached(`${words.session} still open ${span(micros(timing.teardown))} after ${words.answer}`, cited);
}

/** An ending in time counts unless an idle limit would look the same. */
function ended({ evidence }: CheckContext, teardown: Teardown, end: EndRecord): Finding {
  const { exchange, answeredAt, words } = teardown;
  const seen = `${end.signal} ${span(Math.max(0, end.at - answeredAt))} after ${words.answer}`;
  // The answer itself announces the ending, and no idle limit is needed to explain it.
  if (teardown.announced) return holds(`${seen}, announced by Connection: close`, [exchange, end]);
  const why = whyEnded(evidence, teardown.act, teardown.connection, end);
  return why.by === 'teardown'
    ? holds(`${seen}, ${why.seen}`, [exchange, ...why.cited])
    : unclear(why.cause, why.seen, [exchange, ...why.cited], end);
}
