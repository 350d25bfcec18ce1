import type { Sent } from './aef-recording.ts';
import { judgingAef } from './role-judging.ts';

const ALL: readonly Sent[] = [
  { case: 'no-certificate', connected: false, alert: 'certificate_required' },
  { case: 'foreign-certificate', connected: false, failure: 'closed' },
  { case: 'not-the-ccf', status: 403 },
];
const forged = (change: Partial<Sent>) => ({ before: [{ case: 'not-the-ccf', status: 403, ...change } as Sent] });
const victim = (change: object) => forged({ probes: { 'victim service-api': change } });

judgingAef('S8-only-authentic', [
  ['all refused, in three ways', { before: ALL }, 'holds'],
  ['404', forged({ status: 404 }), 'holds'],
  ['204', forged({ status: 204 }), 'breached', /204/],
  [
    'refused in words, the API invoker gone all the same',
    victim({ outcome: 'refused', seen: '401' }),
    'breached',
    /no longer served/,
  ],
  [
    'gone by the first, looked at again after the last',
    {
      before: [
        { ...ALL[2], case: 'not-the-ccf', probes: { 'victim service-api': { outcome: 'refused' } } } as Sent,
        ...ALL,
      ],
    },
    'breached',
  ],
  ['500', forged({ status: 500 }), 'wrong-cause'],
  ['429', forged({ status: 429 }), 'wrong-cause'],
  ['nobody listening', forged({ connected: false, failure: 'connection-refused' }), 'wrong-cause'],
  ['the API invoker not looked at', forged({ probes: 'absent' }), 'no-traffic'],
  ['the API invoker failing for another reason', victim({ outcome: 'wrong-cause', seen: '503' }), 'wrong-cause'],
  [
    'the API invoker never served',
    { ...forged({}), probes: { 'control victim service-api': { outcome: 'refused' } } },
    'precondition-failed',
  ],
  ['no genuine one', { ...forged({}), genuine: 'absent' }, 'precondition-failed'],
  ['the genuine one refused as well', { ...forged({}), genuine: { status: 403 } }, 'precondition-failed'],
  ['only after the genuine one', { after: [{ case: 'not-the-ccf', status: 403 }] }, 'precondition-failed'],
  ['none forged', {}, 'no-traffic'],
  ['a target whose CAPIF-3 is protected by NDS/IP', { before: ALL }, 'not-applicable', /nds-ip/, { capif3: 'nds-ip' }],
]);
