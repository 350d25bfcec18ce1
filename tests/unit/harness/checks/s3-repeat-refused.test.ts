import { judging } from './judging.ts';
import { allBystanders } from './negatives.ts';
import type { Refused } from './play.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const repeat = (change: Partial<Refused> = {}) => ({ after: [{ case: 'repeat', status: 401, ...change } as const] });
const down = { probes: allBystanders({ outcome: 'wrong-cause', seen: 'connection refused' }) };

judging('S3-repeat-refused', [
  ...WITHOUT_SUCCESS,
  ['401', repeat(), 'holds', /401/],
  ['403', repeat({ status: 403 }), 'holds'],
  ['404', repeat({ status: 404 }), 'holds'],
  ['410', repeat({ status: 410 }), 'holds'],
  ['an alert in the handshake', repeat({ connected: false, alert: 'certificate_revoked' }), 'holds'],
  ['closed while a bystander is served', repeat({ connected: false, failure: 'closed' }), 'holds', /bystander/],
  ['refused by TCP while a bystander is served', repeat({ connected: false, failure: 'connection-refused' }), 'holds'],
  [
    '404 after an incomplete first answer',
    { ...repeat({ status: 404 }), answer: { complete: false, failure: 'timeout' } },
    'holds',
  ],
  ['204 again', repeat({ status: 204 }), 'breached'],
  ['200', repeat({ status: 200 }), 'breached'],
  ['500', repeat({ status: 500 }), 'wrong-cause'],
  ['429', repeat({ status: 429 }), 'wrong-cause'],
  ['400', repeat({ status: 400 }), 'wrong-cause'],
  ['a timeout', repeat({ status: undefined, failure: 'timeout' }), 'wrong-cause'],
  ['internal_error', repeat({ connected: false, alert: 'internal_error' }), 'wrong-cause'],
  [
    'closed by a CCF that serves nobody',
    { ...repeat({ connected: false, failure: 'closed' }), ...down },
    'wrong-cause',
  ],
  [
    'refused by TCP, nobody served',
    { ...repeat({ connected: false, failure: 'connection-refused' }), ...down },
    'wrong-cause',
  ],
  ['no second request', {}, 'no-traffic'],
  ['the first was refused', { ...repeat(), answer: { status: 401 } }, 'precondition-failed'],
]);
