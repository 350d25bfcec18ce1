import { text } from '../evidence/view.ts';
import type { Check } from './check.ts';
import { breached, holds, unclear } from './findings.ts';

const CURRENT: readonly string[] = ['TLSv1.2', 'TLSv1.3'];

export const check: Check = {
  requirement: 'S0-tls-version',
  expected: 'a TLS 1.2 or TLS 1.3 session, and a refusal of older versions',
  judge({ evidence, underTest }) {
    const session = evidence.action(underTest === 'aef' ? 'open-service-session' : 'open-session', 'victim');
    const handshake = evidence.handshake(text(session?.facts.connection) ?? '');
    const legacy = evidence.action('legacy-hello');
    const offered = `a ${text(legacy?.facts.version) ?? 'legacy'} ClientHello`;
    const answer = text(legacy?.facts.seen) ?? 'no answer';
    if (legacy?.facts.accepted === true) return breached(`${offered} accepted (${answer})`, [legacy]);
    if (handshake === undefined) return unclear('precondition-failed', 'no completed handshake', [session, legacy]);
    const { version } = handshake.facts;
    if (!CURRENT.includes(version)) return breached(`a session of ${version}`, [session, handshake]);
    if (legacy === undefined) return unclear('no-traffic', `${version}, and no older version offered`, [handshake]);
    if (legacy.facts.accepted !== false || !legacy.ok) {
      return unclear('wrong-cause', `${offered} without an answer that tells (${answer})`, [handshake, legacy]);
    }
    return holds(`${version}, and ${offered} refused (${answer})`, [session, handshake, legacy]);
  },
};
