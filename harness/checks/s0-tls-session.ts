import { text } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { breached, holds, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { failureNamed } from './reasoning/answer.ts';
import { worked } from './reasoning/probe.ts';

/**
 * A mutual-TLS handshake counts only once a request on it was answered: in TLS 1.3 the server's refusal comes after
 * our end is done.
 */
export const check: Check = {
  requirement: 'S0-tls-session',
  expected: "a TLS session between the CCF and the API invoker, set up with the onboarded API invoker's certificate",
  judge(context) {
    const { evidence } = context;
    const session = evidence.action('open-session', 'victim');
    if (session === undefined) return unclear('no-traffic', 'no attempt to open the session of step 0');
    const connection = text(session.facts.connection) ?? '';
    const handshake = evidence.handshake(connection);
    if (handshake === undefined) return refusedHandshake(context, connection);
    if (handshake.facts.peer.by !== 'certificate') {
      return breached('a handshake in which the CCF showed no certificate', [session, handshake]);
    }
    const onboarded = evidence.action('onboard', 'victim');
    if (onboarded?.facts.certificate === false) {
      return breached('a session in which the API invoker had no certificate to show, since the CCF issued none', [
        onboarded,
        session,
        handshake,
      ]);
    }
    const exchanges = evidence.exchangesOn(connection);
    const answered = exchanges.find(({ response }) => response !== undefined);
    if (answered !== undefined) {
      const { version, cipher } = handshake.facts;
      return holds(`a ${version} session (${cipher}) on which a request was answered`, [session, handshake, answered]);
    }
    const [failed] = exchanges;
    if (failed === undefined)
      return unclear('no-traffic', 'a session on which no request was sent', [session, handshake]);
    return endedUnused(context, connection, failed.failure?.cause);
  },
};

function refusedHandshake({ evidence }: CheckContext, connection: string): Finding {
  const session = evidence.action('open-session', 'victim');
  const failed = evidence.connectFailure(connection);
  const cause = failed?.failure.cause ?? failureNamed(text(session?.facts.failure));
  const seen = `a handshake that failed (${failed?.failure.alert?.name ?? text(session?.facts.alert) ?? cause})`;
  return cause === 'alert' || cause === 'closed' || cause === 'reset'
    ? breached(seen, [session, failed])
    : unclear('wrong-cause', seen, [session, failed]);
}

/** The handshake completed and the session ended without a single answer. */
function endedUnused({ evidence }: CheckContext, connection: string, cause: string | undefined): Finding {
  const cited = [evidence.handshake(connection), ...evidence.exchangesOn(connection), ...evidence.ends(connection)];
  const seen = `a session that ended without an answer (${cause ?? 'no reason in the evidence'})`;
  if (cause === 'alert') return breached(seen, cited);
  // The same certificate was served on another connection: then it is this session that timed out, not the
  // certificate that is refused.
  const known = worked(evidence.probe('discovery', 'victim', 'control'));
  return !known && (cause === 'closed' || cause === 'reset')
    ? breached(seen, cited)
    : unclear('wrong-cause', seen, cited);
}
