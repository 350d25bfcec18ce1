import { EARLIER, EARLIER_PATH, PATH } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

judgingInvoker('S2-once', [
  ['one', {}, 'holds'],
  ['again after a failure', { requests: [{ status: 503 }, {}] }, 'holds'],
  ['again for want of an answer', { requests: [{ status: undefined }, {}] }, 'holds'],
  ['for another enrolment', { requests: [{}, { target: `${PATH}-new` }] }, 'holds'],
  [
    'an earlier enrolment, offboarded with success meanwhile',
    { requests: [{ target: EARLIER_PATH, peer: EARLIER }, {}] },
    'holds',
  ],
  ['again after success', { requests: [{}, { status: 404 }, { status: 404 }] }, 'breached', /2 more/],
  ['again while the answer was under way', { requests: [{ takes: 20 }, { ms: 15, status: 404 }] }, 'wrong-cause'],
  ['none that succeeded', { requests: [{ status: 403 }] }, 'precondition-failed'],
  ['not watched afterwards', { scannedAt: 10 }, 'window-too-short'],
  ['none', { requests: [] }, 'no-traffic'],
  ['never onboarded', { provided: false }, 'precondition-failed'],
]);
