import { judging } from './judging.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const one = { aefs: ['aef-1'] } as const;

judging('S7-notified', [
  ...WITHOUT_SUCCESS,
  ['POST after the answer', {}, 'holds', /8\.0 ms after the answer/],
  ['POST before the answer', { ...one, told: [{ ms: -1 }] }, 'holds', /before the answer/],
  ['POST at the end of the window', { ...one, told: [{ ms: 4_999 }] }, 'holds'],
  ['POST that our AEF answered 503', { ...one, told: [{ status: 503 }] }, 'holds'],
  ['one of two AEFs, which another row judges', { told: [{ aef: 'aef-2' }] }, 'holds'],
  ['after an incomplete answer', { answer: { complete: false, failure: 'timeout' } }, 'holds'],
  [
    'the CCF looked whether we are there, then POST',
    { ...one, told: [{ method: 'HEAD', body: '', ms: 5 }, {}] },
    'holds',
  ],
  ['nothing', { ...one, told: [] }, 'breached', /no notification within 5\.0 s/],
  ['PUT', { ...one, told: [{ method: 'PUT' }] }, 'breached', /PUT/],
  ['too late', { ...one, told: [{ ms: 5_200 }] }, 'breached', /only 5\.2 s/],
  ['before the request was sent', { ...one, told: [{ ms: -20 }] }, 'breached', /no notification/],
  [
    'only about an API invoker that this run did not enrol',
    { ...one, told: [{ body: { eventDetail: { apiInvokerIds: ['INV-else'] } } }], waits: false },
    'window-too-short',
  ],
  [
    'only a HEAD, and not waited for more',
    { ...one, told: [{ method: 'HEAD', body: '' }], waits: false },
    'window-too-short',
  ],
  ['nothing, and not waited for', { ...one, told: [], waits: false }, 'window-too-short'],
  ['the subscription was not accepted', { ...one, unsubscribed: ['aef-1'] }, 'precondition-failed', /subscription/],
  ['no AEF', { aefs: [] }, 'precondition-failed'],
  ['only an impostor', { aefs: ['impostor-aef'] }, 'precondition-failed'],
  [
    'the only AEF was down',
    { ...one, told: [], outages: [{ aef: 'aef-1', kind: 'refusing', from: -20 }] },
    'precondition-failed',
  ],
  [
    'the only AEF was down for a while',
    { ...one, told: [], outages: [{ aef: 'aef-1', kind: 'refusing', from: -20, until: 300 }] },
    'precondition-failed',
  ],
  [
    'an AEF that was down only before the request',
    { ...one, told: [], outages: [{ aef: 'aef-1', kind: 'refusing', from: -60, until: -30 }] },
    'breached',
  ],
  [
    'one AEF down, the other not notified',
    { told: [], outages: [{ aef: 'aef-1', kind: 'refusing', from: -20 }] },
    'breached',
  ],
  [
    'nothing, though the CCF was there and did not get past TLS',
    { ...one, told: [], turnedAway: [{ aef: 'aef-1', ms: 20, message: 'the client refused with alert unknown_ca' }] },
    'breached',
    /no notification within 5\.0 s, and a connection to aef-1 without a TLS session \(the client refused with alert unknown_ca\)/,
  ],
  [
    'nothing, and another AEF, or a moment before, is no hint',
    {
      ...one,
      told: [],
      turnedAway: [
        { aef: 'aef-1', ms: -40, message: 'x' },
        { aef: 'impostor-aef', ms: 20, message: 'y' },
      ],
    },
    'breached',
    /no notification within 5\.0 s(?!, and)/,
  ],
]);
