import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const outage = (kind: 'refusing' | '503', until?: number) => ({
  aefs: ['aef-1'] as const,
  outages: [{ aef: 'aef-1', kind, from: -20, ...(until === undefined ? {} : { until }) } as const],
});

judging('S7-survives-outage', [
  ...WITHOUT_SUCCESS,
  ['refused, then notified', { ...outage('refusing', 300), told: [{ ms: 450 }] }, 'holds', /refusing/],
  ['503, then acknowledged', { ...outage('503', 300), told: [{ ms: 8, status: 503 }, { ms: 450 }] }, 'holds'],
  [
    '503, then something that our AEF rejects, which other rows judge',
    {
      ...outage('503', 300),
      told: [
        { ms: 8, status: 503 },
        { ms: 450, status: 400 },
      ],
    },
    'holds',
  ],
  ['503, and no other attempt', { ...outage('503', 300), told: [{ ms: 8, status: 503 }] }, 'breached'],
  [
    '503, and not waited for more',
    { ...outage('503', 300), told: [{ ms: 8, status: 503 }], waits: false },
    'window-too-short',
  ],
  ['refused, and no other attempt', { ...outage('refusing', 300), told: [] }, 'breached'],
  [
    '503 again and again',
    {
      ...outage('503', 300),
      told: [
        { ms: 8, status: 503 },
        { ms: 200, status: 503 },
      ],
    },
    'precondition-failed',
    /outlasted 2 attempts/,
  ],
  ['refused, and not waited for', { ...outage('refusing', 300), told: [], waits: false }, 'window-too-short'],
  ['an outage without an end', { ...outage('refusing'), told: [] }, 'precondition-failed'],
  ['an outage over before the request', { ...outage('refusing', -10), told: [{}] }, 'precondition-failed'],
  ['no outage', {}, 'precondition-failed'],
  ['no accepted subscription', { ...outage('503', 300), unsubscribed: ['aef-1'] }, 'precondition-failed'],
  [
    'notified before, the outage coming later',
    { aefs: ['aef-1'], outages: [{ aef: 'aef-1', kind: '503', from: 20, until: 300 }] },
    'precondition-failed',
  ],
]);
