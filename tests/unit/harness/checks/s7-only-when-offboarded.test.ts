import { judging, type Row } from './judging.ts';
import type { Refused, Told } from './play.ts';
import { BYSTANDER } from './recording.ts';

const unknown = (change: Partial<Refused> = {}) => ({
  before: [{ case: 'unknown-id', status: 404, ...change } as const],
});
const foreign = (change: Partial<Refused> = {}) => ({
  before: [{ case: 'foreign-id', status: 403, ...change } as const],
});
const repeat = (change: Partial<Refused> = {}) => ({ after: [{ case: 'repeat', status: 401, ...change } as const] });
const anonymous = (change: Partial<Refused> = {}) => ({
  valid: false,
  before: [
    { case: 'no-certificate', connected: false, failure: 'alert', alert: 'certificate_required', ...change } as const,
  ],
});
const naming = (id: string): Told => ({ body: { eventDetail: { apiInvokerIds: [id] } } });
const nobody: Told = { body: { eventDetail: undefined } };
const names = {
  unknown: naming('nobody'),
  bystander: naming(BYSTANDER.apiInvokerId),
  bystandersProfile: naming(BYSTANDER.onboardingId),
};

const before: readonly Row[] = [
  ['unknown ID, nothing', unknown(), 'holds', /404/],
  ['unknown ID, naming it', unknown({ told: [names.unknown] }), 'breached'],
  ['unknown ID, naming nobody', unknown({ told: [nobody] }), 'breached'],
  ['unknown ID, not JSON', unknown({ told: [{ body: 'x' }] }), 'breached'],
  ['unknown ID, naming it by PUT', unknown({ told: [{ ...names.unknown, method: 'PUT' }] }), 'breached'],
  [
    'unknown ID, naming it to an impostor',
    { ...unknown({ told: [{ ...names.unknown, aef: 'impostor-aef' }] }), aefs: ['aef-1', 'impostor-aef'] },
    'breached',
  ],
  ['unknown ID answered 204, naming it', unknown({ status: 204, told: [names.unknown] }), 'breached'],
  ['unknown ID, about somebody else on the same CCF', unknown({ told: [naming('INV-else')] }), 'holds'],
  ['unknown ID, about the bystander, who has not left', unknown({ told: [names.bystander] }), 'breached'],
  ['unknown ID, not waited for', unknown({ quiet: 0 }), 'window-too-short'],
  ['unknown ID, waited for too briefly', unknown({ quiet: 300 }), 'window-too-short'],
  [
    'unknown ID, the request never arriving',
    unknown({ connected: false, failure: 'connection-refused' }),
    'wrong-cause',
  ],
  ['foreign ID, nothing', foreign(), 'holds'],
  ['foreign ID, naming its API invoker', foreign({ told: [names.bystander] }), 'breached'],
  ['foreign ID, naming its profile', foreign({ told: [names.bystandersProfile] }), 'breached'],
  [
    'foreign ID, the genuine notification later naming the wrong one, which another row judges',
    { ...foreign(), told: [names.bystander] },
    'holds',
  ],
  ['no certificate, nothing', anonymous(), 'holds'],
  ['no certificate, naming the API invoker', anonymous({ told: [{}] }), 'breached'],
  ['no certificate, closed', anonymous({ failure: 'closed' }), 'holds'],
];

const after: readonly Row[] = [
  ['repeat, nothing', repeat(), 'holds'],
  ['repeat answered 204, nothing', repeat({ status: 204 }), 'holds'],
  ['repeat refused in the handshake, nothing', repeat({ connected: false, alert: 'certificate_revoked' }), 'holds'],
  ['repeat, a second notification', repeat({ told: [{}] }), 'breached'],
  ['repeat, a second one that names nobody', repeat({ told: [nobody] }), 'breached'],
  ['repeat, and a second one to the other AEF', repeat({ told: [{ aef: 'aef-2' }] }), 'breached'],
  [
    'repeat, and the first one only now',
    { ...repeat({ told: [{}] }), aefs: ['aef-1'], told: [] },
    'precondition-failed',
    /late/,
  ],
  [
    'repeat, and the first one again, which we had answered 503',
    { ...repeat({ told: [{}] }), aefs: ['aef-1'], told: [{ status: 503 }] },
    'precondition-failed',
  ],
  ['repeat, not waited for', repeat({ quiet: 0 }), 'window-too-short'],
  [
    'two requests, one of them notified',
    { ...unknown({ told: [names.unknown] }), ...repeat() },
    'breached',
    /unknown-id/,
  ],
];

judging('S7-only-when-offboarded', [
  ...before,
  ...after,
  ['no such request', {}, 'no-traffic'],
  ['nobody subscribed', { ...unknown(), aefs: [] }, 'precondition-failed'],
  [
    'the subscription was not accepted',
    { ...unknown(), aefs: ['aef-1'], unsubscribed: ['aef-1'] },
    'precondition-failed',
  ],
]);
