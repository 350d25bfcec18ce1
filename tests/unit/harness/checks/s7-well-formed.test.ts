import { judging } from './judging.ts';
import type { Told } from './play.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';

const one = (told: Told) => ({ aefs: ['aef-1'], told: [told] }) as const;

judging('S7-well-formed', [
  ...WITHOUT_SUCCESS,
  ['as TS 29.222 has it', {}, 'holds'],
  ['application/json with a charset', one({ contentType: 'application/json; charset=utf-8' }), 'holds'],
  ['Application/JSON', one({ contentType: 'Application/JSON' }), 'holds'],
  ['with members that the schema does not know', one({ body: { extra: { deep: [1] } } }), 'holds'],
  ['without eventDetail, which another row judges', one({ body: { eventDetail: undefined } }), 'holds'],
  ['an event that the harness does not know', one({ body: { events: 'ACME_EVENT' } }), 'holds'],
  ['text/plain', one({ contentType: 'text/plain' }), 'breached', /content-type/],
  ['no content type', one({ contentType: '' }), 'breached', /content-type/],
  ['events in an array', one({ body: { events: ['API_INVOKER_OFFBOARDED'] } }), 'breached', /events/],
  ['no events', one({ body: { events: undefined } }), 'breached', /events/],
  ['no subscriptionId', one({ body: { subscriptionId: undefined } }), 'breached', /subscriptionId/],
  ['the subscriptionId of another', one({ body: { subscriptionId: 'sub-aef-2' } }), 'breached', /another subscription/],
  ['an empty list of IDs', one({ body: { eventDetail: { apiInvokerIds: [] } } }), 'breached', /apiInvokerIds/],
  ['not JSON', one({ body: 'no' }), 'breached', /not JSON/],
  ['empty', one({ body: '' }), 'breached', /empty/],
  ['an array of notifications', one({ body: '[]' }), 'breached'],
  ['one right, one wrong', { told: [{ aef: 'aef-1' }, { aef: 'aef-2', contentType: 'text/plain' }] }, 'breached'],
  ['no notification', { told: [] }, 'no-traffic'],
]);
