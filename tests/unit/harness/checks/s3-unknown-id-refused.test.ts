import { judging } from './judging.ts';
import type { Refused } from './play.ts';

const unknown = (change: Partial<Refused>) => ({ before: [{ case: 'unknown-id', status: 404, ...change } as const] });

judging('S3-unknown-id-refused', [
  ['404, and a valid request answered 204 later', unknown({}), 'holds', /404/],
  ['400', unknown({ status: 400 }), 'holds'],
  ['401', unknown({ status: 401 }), 'holds'],
  ['403', unknown({ status: 403 }), 'holds'],
  ['access_denied', unknown({ status: undefined, failure: 'alert', alert: 'access_denied' }), 'holds'],
  ['404, the valid answer incomplete', { ...unknown({}), answer: { complete: false, failure: 'timeout' } }, 'holds'],
  ['204', unknown({ status: 204 }), 'breached', /204/],
  ['200, and the valid request refused', { ...unknown({ status: 200 }), answer: { status: 403 } }, 'breached'],
  ['500', unknown({ status: 500 }), 'wrong-cause'],
  ['408', unknown({ status: 408 }), 'wrong-cause'],
  ['429', unknown({ status: 429 }), 'wrong-cause'],
  ['a redirect', unknown({ status: 307 }), 'wrong-cause'],
  [
    'closed without an answer, and alive: a valid one is granted',
    unknown({ status: undefined, failure: 'closed' }),
    'holds',
  ],
  ['a timeout', unknown({ status: undefined, failure: 'timeout' }), 'wrong-cause'],
  ['internal_error', unknown({ status: undefined, failure: 'alert', alert: 'internal_error' }), 'wrong-cause'],
  ['nobody listening', unknown({ connected: false, failure: 'connection-refused' }), 'wrong-cause'],
  [
    'everything is answered 404, the valid request too',
    { ...unknown({}), answer: { status: 404 } },
    'precondition-failed',
  ],
  ['no valid request later', { ...unknown({}), valid: false }, 'precondition-failed'],
  ['the valid request was earlier', { after: [{ case: 'unknown-id', status: 404 }] }, 'precondition-failed'],
  ['no such request', {}, 'no-traffic'],
]);
