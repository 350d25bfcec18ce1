import { judging } from './judging.ts';

const cut = { complete: false, failure: 'closed' } as const;

judging('S4-success', [
  ['204 without a body', {}, 'holds', /204/],
  ['204 with Content-Length: 0', { answer: { responseHeaders: { 'content-length': '0' } } }, 'holds'],
  ['204 and Connection: close', { answer: { responseHeaders: { connection: 'close' } } }, 'holds'],
  ['200 with a body', { answer: { status: 200, responseBody: '{}' } }, 'deviates'],
  ['204 with a body', { answer: { responseBody: 'gone' } }, 'deviates'],
  ['204 that announces one', { answer: { responseHeaders: { 'content-length': '4' } } }, 'deviates'],
  ['201', { answer: { status: 201 } }, 'breached'],
  ['202, which only promises', { answer: { status: 202 } }, 'breached'],
  ['302', { answer: { status: 302 } }, 'breached'],
  ['403', { answer: { status: 403 } }, 'breached'],
  ['404', { answer: { status: 404 } }, 'breached'],
  ['500', { answer: { status: 500 } }, 'breached'],
  ['403 that does not end', { answer: { status: 403, ...cut } }, 'breached'],
  ['307', { answer: { status: 307 } }, 'precondition-failed', /redirect/],
  ['308', { answer: { status: 308 } }, 'precondition-failed', /redirect/],
  ['204 cut off', { answer: cut }, 'precondition-failed', /S6-after-answer/],
  ['200 cut off', { answer: { status: 200, ...cut } }, 'precondition-failed'],
  ['no answer', { answer: { status: undefined, failure: 'timeout' } }, 'precondition-failed', /S4-on-session/],
  ['no valid request', { valid: false }, 'precondition-failed'],
  [
    '404 for an API invoker that was never onboarded',
    { onboarded: false, answer: { status: 404 } },
    'precondition-failed',
  ],
]);
