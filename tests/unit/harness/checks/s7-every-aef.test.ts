import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const down = (aef: 'aef-1' | 'aef-2') => ({ aef, kind: 'refusing', from: -20 }) as const;

judging('S7-every-aef', [
  ...WITHOUT_SUCCESS,
  ['both notified', {}, 'holds', /aef-1 notified; aef-2 notified/],
  [
    'both notified by PUT, which another row judges',
    { told: [{ method: 'PUT' }, { aef: 'aef-2', method: 'PUT' }] },
    'holds',
  ],
  [
    'the second told something else',
    { told: [{}, { aef: 'aef-2', body: { events: 'API_INVOKER_UPDATED' } }], waits: true },
    'breached',
    /aef-2 not notified/,
  ],
  ['the second told by PUT', { told: [{}, { aef: 'aef-2', method: 'PUT' }] }, 'breached', /aef-2 not notified/],
  ['one down, the other notified', { told: [{ aef: 'aef-2' }], outages: [down('aef-1')] }, 'holds', /aef-2/],
  ['only the first', { told: [{ aef: 'aef-1' }] }, 'breached', /aef-2 not notified/],
  ['one down, the other starving', { told: [], outages: [down('aef-1')] }, 'breached', /aef-2/],
  ['nobody', { told: [] }, 'breached'],
  ['only the first, and the second not waited for', { told: [{ aef: 'aef-1' }], waits: false }, 'window-too-short'],
  ['both down', { told: [], outages: [down('aef-1'), down('aef-2')] }, 'precondition-failed'],
  ['a single AEF', { aefs: ['aef-1'] }, 'not-observable'],
  ['an AEF and an impostor', { aefs: ['aef-1', 'impostor-aef'] }, 'not-observable'],
  ['the second subscription was not accepted', { unsubscribed: ['aef-2'] }, 'precondition-failed'],
]);
