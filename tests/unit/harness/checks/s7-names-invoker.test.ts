import { judging } from './judging.ts';
import type { Told } from './play.ts';
import { WITHOUT_SUCCESS } from './presuppositions.ts';
import { BYSTANDER, VICTIM } from './recording.ts';

const one = (...told: readonly Told[]) => ({ aefs: ['aef-1'], told }) as const;
const naming = (...apiInvokerIds: unknown[]) => one({ body: { eventDetail: { apiInvokerIds } } });

judging('S7-names-invoker', [
  [
    'the bystander, too',
    { told: [{ body: { eventDetail: { apiInvokerIds: ['INV-victim', 'INV-bystander'] } } }] },
    'breached',
    /INV-bystander/,
  ],
  ...WITHOUT_SUCCESS,
  ['API_INVOKER_OFFBOARDED naming it', {}, 'holds', /API_INVOKER_OFFBOARDED naming INV-victim/],
  ['among others', naming('INV-else', VICTIM.apiInvokerId), 'holds'],
  ['with members that the schema does not know', one({ body: { extra: 1 } }), 'holds'],
  ['the event in an array, which another row judges', one({ body: { events: ['API_INVOKER_OFFBOARDED'] } }), 'holds'],
  ['by PUT, which another row judges', one({ method: 'PUT' }), 'holds'],
  ['after another event about it', one({ body: { events: 'API_INVOKER_UPDATED' } }, {}), 'holds'],
  ['another event', one({ body: { events: 'API_INVOKER_UPDATED' } }), 'breached', /API_INVOKER_UPDATED/],
  ['the bystander', naming(BYSTANDER.apiInvokerId), 'breached', /INV-bystander/],
  ['the onboarding ID instead', naming(VICTIM.onboardingId), 'breached'],
  ['nobody', one({ body: { eventDetail: {} } }), 'breached', /nobody/],
  ['no detail', one({ body: { eventDetail: undefined } }), 'breached', /nobody/],
  ['an ID that is no text', naming(7), 'breached', /nobody/],
  ['null', one({ body: 'null' }), 'breached', /no event naming nobody/],
  ['not JSON', one({ body: '<xml/>' }), 'breached', /no event naming nobody/],
  ['no notification', one(), 'no-traffic'],
  ['only about an API invoker that this run did not enrol', naming('INV-else'), 'no-traffic'],
]);
