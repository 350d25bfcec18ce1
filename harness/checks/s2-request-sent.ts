import type { ExchangeEntry } from '../evidence/timeline.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { isCcf, offboardRequests, provided, type Trigger, triggers, watchedUntil } from './reasoning/offboarded.ts';
import { isPast, micros, span } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S2-request-sent',
  expected: 'the Offboard API invoker request at the CCF, over a mutually authenticated TLS session',
  judge(context) {
    const { evidence } = context;
    const given = provided(evidence);
    if (isFinding(given)) return given;
    const [trigger] = triggers(evidence);
    if (trigger === undefined) return unclear('no-traffic', 'no trigger in this run', [given.action]);
    const requests = offboardRequests(evidence, trigger.from);
    if (requests.length === 0) return nothingSent(context, trigger);
    const findings = requests.map((request) => onSession(context, request));
    // One that was sent as it must be is a request sent; a first attempt without a certificate takes nothing away.
    const best = findings.find(({ outcome }) => outcome === 'holds') ?? findings[0];
    return best ?? unclear('no-traffic', 'no request', [trigger.entry]);
  },
};

function onSession({ evidence }: CheckContext, request: ExchangeEntry): Finding {
  const connection = evidence.connection(request.connection);
  const handshake = evidence.handshake(request.connection);
  const cited = [connection, handshake, request];
  if (connection?.tls === false) return breached('the request without TLS', cited);
  if (handshake === undefined) return unclear('not-observable', 'the request on a connection of unknown origin', cited);
  const { peer, resumed, version } = handshake.facts;
  if (peer.by === 'certificate' && peer.verified)
    return holds(`the request over ${version} from ${peer.subject}`, cited);
  if (peer.by === 'certificate') return breached('the request with a certificate that does not verify', cited);
  // The certificate of the session that was resumed is not shown again, and not every TLS stack remembers it.
  return resumed
    ? unclear('not-observable', 'the request on a resumed session, its certificate unknown', cited)
    : breached('the request on a session without a client certificate', cited);
}

/** Silence is a breach once the window for an answer has passed since the trigger was over. */
function nothingSent({ evidence, timing }: CheckContext, { entry, ok, from, to }: Trigger): Finding {
  if (!ok) return unclear('precondition-failed', 'no request, but the trigger failed', [entry]);
  const failed = evidence.refusals(isCcf).find(({ at }) => at >= from);
  if (failed !== undefined) {
    const seen = `no request, but a TLS handshake with the CCF that failed (${failed.failure.cause})`;
    return unclear('precondition-failed', seen, [entry, failed]);
  }
  const window = span(micros(timing.answer));
  return isPast(watchedUntil(evidence), to, timing.answer)
    ? breached(`no request within ${window} after the trigger`, [entry])
    : unclear('window-too-short', `no request, but not waited ${window} for it either`, [entry]);
}
