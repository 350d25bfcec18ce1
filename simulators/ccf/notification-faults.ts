/** Faults of step 7: what subscribers are told, how, and which of them. */

import { randomId } from '../wire/dice.ts';
import type { NotificationBehaviour } from './behaviour.ts';
import { inParallelWithRetry, oneByOneUntilFailure } from './delivery.ts';
import { type Change, type Deviation, notification, without } from './deviation.ts';

export const NOTIFICATION_FAULTS = {
  'no-notification': {
    describe: 'Notifies nobody.',
    change: without('notify'),
  },
  'notifies-by-put': {
    describe: 'Sends the notification by PUT.',
    change: telling((notice) => ({ ...notice, method: 'PUT' })),
  },
  'omits-invoker-id': {
    describe: 'Does not say which API invoker is no longer valid.',
    change: telling((notice) => ({ ...notice, body: { ...notice.body, eventDetail: {} } })),
  },
  'notifies-invoker-updated': {
    describe: 'Sends the event API_INVOKER_UPDATED.',
    change: telling((notice) => ({ ...notice, body: { ...notice.body, events: 'API_INVOKER_UPDATED' } })),
  },
  'names-wrong-invoker': {
    describe: 'Names another API invoker.',
    change: telling((notice, { detail }, { state }) => {
      const other = [...state.enrolments.keys()].findLast((id) => !detail.apiInvokerIds?.includes(id));
      return { ...notice, body: { ...notice.body, eventDetail: { apiInvokerIds: [other ?? randomId('INV')] } } };
    }),
  },
  'names-bystanders-too': {
    describe: 'Names the API invoker, and all others that are enrolled.',
    change: telling((notice, { detail }, { state }) => {
      const apiInvokerIds = [...(detail.apiInvokerIds ?? []), ...state.enrolments.keys()];
      return { ...notice, body: { ...notice.body, eventDetail: { apiInvokerIds } } };
    }),
  },
  'wrong-subscription-id': {
    describe: 'Sends a subscription ID that was never given out.',
    change: telling((notice) => ({ ...notice, body: { ...notice.body, subscriptionId: randomId('SUB') } })),
  },
  'events-as-array': {
    describe: 'Sends the event as a list of one.',
    change: telling((notice, { event }) => ({ ...notice, body: { ...notice.body, events: [event] } })),
  },
  'notification-as-text-plain': {
    describe: 'Sends the notification as text/plain.',
    change: telling((notice) => ({ ...notice, contentType: 'text/plain' })),
  },
  'notifies-without-client-certificate': {
    describe: 'Does not authenticate itself to the AEF.',
    change: notification({ authenticates: false }),
  },
  'trusts-impostor-aef': {
    describe: 'Does not verify the certificate of the AEF.',
    change: notification({ verifies: false }),
  },
  'notifies-first-aef-only': {
    describe: 'Notifies the oldest subscription only.',
    change: notification({ recipients: (subscriptions) => subscriptions.slice(0, 1) }),
  },
  'tells-second-aef-otherwise': {
    describe: 'Tells all but the oldest subscription that the API invoker was updated.',
    change: telling((notice, _event, { state }) => {
      const [oldest] = state.subscriptions.keys();
      const { subscriptionId } = notice.body;
      return subscriptionId === oldest
        ? notice
        : { ...notice, body: { ...notice.body, events: 'API_INVOKER_UPDATED' } };
    }),
  },
  'starves-after-failure': {
    describe: 'Notifies one AEF after the other, and none after the first that fails.',
    change: notification({ strategy: oneByOneUntilFailure }),
  },
  'no-retry': {
    describe: 'Does not try again to reach an AEF that was unreachable.',
    change: notification({ strategy: inParallelWithRetry([]) }),
  },
} satisfies Record<string, Deviation>;

/** Changes the message that tells of an offboarding, and no other. */
function telling(change: NotificationBehaviour['notice']): Change {
  return notification({
    notice: (notice, event, node) => (event.event === 'API_INVOKER_OFFBOARDED' ? change(notice, event, node) : notice),
  });
}
