import { type InvokerPlay, OLD, PSK, TOKEN } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

const failed = (play: InvokerPlay = {}): InvokerPlay => ({ requests: [{ status: 403 }], answer: '403', ...play });
const served = { after: [{ node: 'aef-1: service API', peer: PSK }] } as const;

judgingInvoker('S5-not-on-failure', [
  ['403, and served with its AEFPSK', failed(served), 'holds'],
  ['500, and served with its certificate', failed({ requests: [{ status: 500 }], after: [{ peer: OLD }] }), 'holds'],
  [
    'no answer, and served with its token',
    failed({ requests: [{ status: undefined }], after: [{ bearer: TOKEN }] }),
    'holds',
  ],
  ['nothing shown', failed(), 'breached', /nothing of its credentials/],
  ['onboarded anew instead', failed({ reonboarded: true }), 'breached'],
  ['it could not be made to act', failed({ again: false }), 'not-observable'],
  ['not made to act', failed({ again: 'absent' }), 'no-traffic'],
  ['shown, but not served', failed({ after: [{ peer: OLD, status: 503 }] }), 'wrong-cause'],
  ['asking to leave again is no work', failed({ requests: [{ status: 403 }, { status: 403 }] }), 'breached'],
  ['nothing worked before', failed({ used: false }), 'precondition-failed'],
  ['an answer of success', { answer: 'success', ...served }, 'precondition-failed', /success/],
  ['a second request that succeeded', { ...served, requests: [{ status: 403 }, {}] }, 'precondition-failed'],
  ['404, because of what it asked for', { requests: [{ status: 404 }] }, 'no-traffic'],
  ['no request', failed({ requests: [] }), 'no-traffic'],
  ['never onboarded', failed({ provided: false }), 'precondition-failed'],
]);
