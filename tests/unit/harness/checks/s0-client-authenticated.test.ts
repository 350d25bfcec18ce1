import { judging } from './judging.ts';
import type { Refused } from './play.ts';

const none: Refused = { case: 'no-certificate', status: 401 };
const foreign: Refused = { case: 'foreign-certificate', connected: false, failure: 'alert', alert: 'unknown_ca' };
const refused = (change: Partial<Refused>) => ({ valid: false, before: [{ ...none, ...change }] });

judging('S0-client-authenticated', [
  [
    '401 without, an alert with a foreign certificate',
    { valid: false, before: [none, foreign] },
    'holds',
    /unknown_ca/,
  ],
  ['one case alone', refused({}), 'holds'],
  ['403', refused({ status: 403 }), 'holds'],
  ['404', refused({ status: 404 }), 'holds'],
  ['400, as nginx answers a missing certificate', refused({ status: 400 }), 'holds'],
  ['closed while the API invoker is served afterwards', refused({ connected: false, failure: 'closed' }), 'holds'],
  ['certificate_required', refused({ connected: false, alert: 'certificate_required' }), 'holds'],
  ['handshake_failure, the word of TLS 1.2', refused({ connected: false, alert: 'handshake_failure' }), 'holds'],
  [
    'an alert after the request, as TLS 1.3 refuses',
    refused({ status: undefined, failure: 'alert', alert: 'certificate_required' }),
    'holds',
  ],
  ['204 without a certificate', refused({ status: 204 }), 'breached', /^204/],
  [
    '204 with a foreign certificate, the other refused',
    { valid: false, before: [none, { ...foreign, connected: true, status: 204 }] },
    'breached',
  ],
  [
    'refused in words, the API invoker gone all the same',
    { ...refused({}), probes: { 'settled victim discovery': { outcome: 'refused', seen: '401' } } },
    'breached',
    /refused after the request/,
  ],
  [
    'refused in words, its security context gone all the same',
    {
      ...refused({}),
      probes: { 'settled victim trusted-invoker': { outcome: 'refused', seen: '404', facts: { namesInvoker: false } } },
    },
    'breached',
    /GET of the security context of the API invoker refused/,
  ],
  [
    'what it had not asked for again',
    { ...refused({}), probes: { 'settled victim token': 'absent' } },
    'no-traffic',
    /token request/,
  ],
  ['no such request', { valid: false }, 'no-traffic'],
  ['503', refused({ status: 503 }), 'wrong-cause'],
  ['429', refused({ status: 429 }), 'wrong-cause'],
  ['408', refused({ status: 408 }), 'wrong-cause'],
  ['a redirect', refused({ status: 308 }), 'wrong-cause'],
  ['nobody listening', refused({ connected: false, failure: 'connection-refused' }), 'wrong-cause'],
  ['a timeout', refused({ status: undefined, failure: 'timeout' }), 'wrong-cause'],
  ['an alert that tells of a fault', refused({ connected: false, alert: 'internal_error' }), 'wrong-cause'],
  [
    'the genuine certificate not accepted before',
    { ...refused({}), probes: { 'control victim discovery': { outcome: 'refused', seen: '401' } } },
    'precondition-failed',
  ],
  [
    'the API invoker not looked at afterwards',
    { ...refused({}), probes: { 'settled victim discovery': 'absent' } },
    'no-traffic',
  ],
  [
    'the API invoker failing for another reason afterwards',
    { ...refused({}), probes: { 'settled victim discovery': { outcome: 'wrong-cause', seen: '500' } } },
    'wrong-cause',
  ],
  [
    'silence afterwards, towards the bystander too',
    {
      ...refused({}),
      probes: {
        'settled victim discovery': { outcome: 'refused', seen: 'closed', facts: { silent: true } },
        'settled bystander discovery': { outcome: 'wrong-cause', seen: 'closed' },
      },
    },
    'wrong-cause',
  ],
  [
    'silence afterwards towards the API invoker alone',
    {
      ...refused({}),
      probes: { 'settled victim discovery': { outcome: 'refused', seen: 'closed', facts: { silent: true } } },
    },
    'breached',
  ],
  [
    'the API invoker genuinely offboarded before it was looked at',
    { before: [none] },
    'precondition-failed',
    /genuine/,
  ],
]);
