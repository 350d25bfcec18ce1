import { EARLIER, EARLIER_PATH, OLD, UNVERIFIED } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S2-request-sent', [
  ['on a session with its certificate', {}, 'holds'],
  ['after a trigger that is an action', { trigger: 'action' }, 'holds'],
  ['on a resumed session that remembers the certificate', { requests: [{ resumed: true, peer: OLD }] }, 'holds'],
  ['first without, then with a certificate', { requests: [{ peer: { by: 'nothing' }, status: 401 }, {}] }, 'holds'],
  ['without a certificate', { requests: [{ peer: { by: 'nothing' } }] }, 'breached', /without a client certificate/],
  ['without TLS', { requests: [{ peer: 'bare TCP' }] }, 'breached', /without TLS/],
  ['with a certificate that does not verify', { requests: [{ peer: UNVERIFIED }] }, 'breached'],
  ['on a resumed session that does not', { requests: [{ resumed: true, peer: { by: 'nothing' } }] }, 'not-observable'],
  [
    'nothing but that of an earlier enrolment',
    { requests: [{ target: EARLIER_PATH, peer: EARLIER }], until: 6_000 },
    'breached',
    /no request within/,
  ],
  ['nothing', { requests: [], until: 6_000 }, 'breached', /no request within/],
  ['another method', { requests: [{ method: 'POST' }], until: 6_000 }, 'breached'],
  ['nothing, and not waited for', { requests: [] }, 'window-too-short'],
  ['nothing, for the trigger failed', { requests: [], trigger: 'failed', until: 6_000 }, 'precondition-failed'],
  ['a handshake that failed', { requests: [{ refused: { cause: 'alert' } }], until: 6_000 }, 'precondition-failed'],
  ['no trigger', { trigger: 'absent' }, 'no-traffic'],
  ['never onboarded', { provided: false }, 'precondition-failed'],
]);
