/** Event notifications (TS 29.222 5.4.2.4): whom an event concerns and what they are told. */
import type { CAPIFEventDetail, CAPIFEventFilter, KnownCAPIFEvent } from '../capif/events.ts';
import type { Attempt, Delivery } from './delivery.ts';
import type { CcfNode } from './node.ts';
import { post } from './notification-client.ts';
import type { Subscription } from './state.ts';

export interface CapifEvent {
  readonly event: KnownCAPIFEvent;
  readonly detail: CAPIFEventDetail;
  /** AEFs that the event is about, for filters; the detail has no place for them. */
  readonly aefIds?: readonly string[];
}

/** One message, before it is put on the wire. */
export interface Notice {
  readonly method: string;
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Tells every subscriber that the event concerns. Never rejects; resolves when each was told or given up. */
export async function publish(node: CcfNode, event: CapifEvent): Promise<void> {
  const { recipients, notice, strategy } = node.behaviour.notification;
  const concerned = [...node.state.subscriptions.values()].filter((subscription) => concerns(subscription, event));
  const deliveries = recipients(concerned).map(
    (subscription): Delivery => ({ subscription, notice: notice(compose(subscription, event), event, node) }),
  );
  await strategy(deliveries, (delivery) => attempt(node, delivery));
}

/** The detail is always there, feature negotiated or not: without it nobody would know which API invoker is meant (clause 6.8 step 7). */
function compose({ subscriptionId }: Subscription, { event, detail }: CapifEvent): Notice {
  return {
    method: 'POST',
    contentType: 'application/json',
    body: { subscriptionId, events: event, eventDetail: detail },
  };
}

/** Somebody who unsubscribed between two attempts is left alone. */
async function attempt(node: CcfNode, { subscription, notice }: Delivery): Promise<Attempt> {
  const { subscriptionId, subscriberId, details } = subscription;
  if (node.tls.closed || !node.state.subscriptions.has(subscriptionId)) return 'rejected';
  return post(node, { destination: details.notificationDestination, ownerId: subscriberId }, notice);
}

function concerns({ details }: Subscription, event: CapifEvent): boolean {
  if (!details.events.includes(event.event)) return false;
  return details.eventFilters === undefined || details.eventFilters.some((filter) => passes(filter, event));
}

/** Each list that the filter has must name something that the event is about. */
function passes(filter: CAPIFEventFilter, { detail, aefIds }: CapifEvent): boolean {
  const apiIds = detail.apiIds ?? detail.serviceAPIDescriptions?.map(({ apiId }) => apiId);
  return (
    overlaps(filter.apiInvokerIds, detail.apiInvokerIds) &&
    overlaps(filter.apiIds, apiIds) &&
    overlaps(filter.aefIds, aefIds)
  );
}

/** No filter lets everything pass; so does a filter on what this kind of event doesn't have. */
function overlaps(wanted: readonly string[] | undefined, about: readonly (string | undefined)[] | undefined): boolean {
  return wanted === undefined || about === undefined || wanted.some((id) => about.includes(id));
}
