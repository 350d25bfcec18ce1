import { judging } from './judging.ts';
import type { Refused } from './play.ts';

const foreign = (change: Partial<Refused> = {}) => ({
  before: [{ case: 'foreign-id', status: 403, ...change } as const],
});

judging('S3-foreign-id-refused', [
  ['403, the other intact', foreign(), 'holds', /403/],
  ['401', foreign({ status: 401 }), 'holds'],
  ['404', foreign({ status: 404 }), 'holds'],
  ['an alert', foreign({ status: undefined, failure: 'alert', alert: 'access_denied' }), 'holds'],
  ['closed, the other served afterwards', foreign({ status: undefined, failure: 'closed' }), 'holds'],
  ['403 in a run without a valid request', { ...foreign(), valid: false }, 'holds'],
  ['204', foreign({ status: 204 }), 'breached'],
  ['204, though nothing was done', { ...foreign({ status: 204 }), valid: false }, 'breached'],
  [
    '403, the other gone all the same',
    { ...foreign(), probes: { 'settled bystander discovery': { outcome: 'refused', seen: '401' } } },
    'breached',
    /refused after the request/,
  ],
  ['500', foreign({ status: 500 }), 'wrong-cause'],
  ['429', foreign({ status: 429 }), 'wrong-cause'],
  ['400, which says nothing about whose ID it is', foreign({ status: 400 }), 'wrong-cause'],
  ['a timeout', foreign({ status: undefined, failure: 'timeout' }), 'wrong-cause'],
  ['nobody listening', foreign({ connected: false, failure: 'connection-refused' }), 'wrong-cause'],
  [
    'the other not served before',
    { ...foreign(), probes: { 'control bystander discovery': { outcome: 'wrong-cause', seen: '503' } } },
    'precondition-failed',
  ],
  [
    'the other not looked at afterwards',
    { ...foreign(), probes: { 'settled bystander discovery': 'absent' } },
    'no-traffic',
  ],
  [
    'the other looked at only before',
    { after: [{ case: 'foreign-id', status: 403 }] },
    'no-traffic',
    /after the request/,
  ],
  [
    'the other failing for another reason',
    { ...foreign(), probes: { 'settled bystander discovery': { outcome: 'wrong-cause', seen: '503' } } },
    'wrong-cause',
  ],
  [
    'silence towards the other, which may be a CCF that is down',
    {
      ...foreign(),
      probes: { 'settled bystander discovery': { outcome: 'refused', seen: 'closed', facts: { silent: true } } },
    },
    'wrong-cause',
  ],
  ['no such request', {}, 'no-traffic'],
]);
