import type { ActionRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, notApplicable, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { impostors, type Notification, told } from './reasoning/notifications.ts';
import { type Offboarding, offboarding } from './reasoning/success.ts';
import { watchedFor } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S7-mutual-tls',
  expected: 'every notification over TLS with a CCF certificate that verifies, and none to an impostor AEF',
  judge(context) {
    if (context.claims.capif3 === 'nds-ip') return notApplicable('capif3: nds-ip');
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const all = told(context.evidence, success.requestedAt);
    const genuine = all.map((notification) => protectedByTls(context, notification));
    const missing = genuine.length === 0 ? [unclear('no-traffic', 'no notification')] : [];
    return allOf([...genuine, ...missing, ...impostorTold(context, success, all[0])]);
  },
};

/**
 * How the CCF authenticated itself to the AEF; that it got the AEF's certificate is what a handshake of ours
 * includes.
 */
function protectedByTls({ evidence }: CheckContext, { exchange }: Notification): Finding {
  const connection = evidence.connection(exchange.connection);
  const handshake = evidence.handshake(exchange.connection);
  const cited = [connection, handshake, exchange];
  if (connection?.tls === false) return breached('a notification without TLS', cited);
  if (handshake === undefined)
    return unclear('not-observable', 'a notification on a connection without a known handshake', cited);
  const { peer } = handshake.facts;
  if (peer.by !== 'certificate') return breached('a notification from a client without a certificate', cited);
  return peer.verified
    ? holds(`a notification over ${handshake.facts.version} from ${peer.subject}`, cited)
    : breached(`a notification from a client whose certificate does not verify (${peer.subject})`, cited);
}

/** Silence towards the impostor means something once the genuine AEF was told and a quiet window has passed. */
function impostorTold(
  { evidence, timing }: CheckContext,
  success: Offboarding,
  genuine: Notification | undefined,
): readonly Finding[] {
  const refused = evidence.actions('subscribe', 'impostor-aef').filter(({ ok }) => !ok);
  return [
    ...refused.map(impostorRefused),
    ...impostors(evidence).map((subscription) => {
      const reached = evidence.receivedAt(subscription.path).find(({ requestAt }) => requestAt >= success.requestedAt);
      if (reached !== undefined) return breached('a notification to an impostor AEF', [subscription.action, reached]);
      const from = Math.max(success.answeredAt, genuine?.at ?? 0);
      const wait = watchedFor(evidence.waits('quiet', 'notification', 'deletion', 'tls-closed'), from, timing.quiet);
      return wait === undefined
        ? unclear('window-too-short', 'nothing at the impostor AEF, but no quiet wait either', [subscription.action])
        : holds('nothing at the impostor AEF', [subscription.action, wait]);
    }),
  ];
}

/** A CCF may look at the certificate of a destination before it takes the subscription; one that is busy, or broken, has not. */
function impostorRefused(subscribe: ActionRecord): Finding {
  const status = Number(subscribe.facts.status ?? 0);
  const seen = `the subscription of the impostor AEF refused (${subscribe.detail})`;
  const considered = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return considered ? holds(seen, [subscribe]) : unclear('precondition-failed', seen, [subscribe]);
}
