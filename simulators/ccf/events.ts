/** CAPIF_Events_API (TS 29.222 8.3): whoever is enrolled may subscribe, under its own id. */
import { EventSubscription, EventSubscriptionPatch } from '../capif/events.ts';
import { SubscriptionId } from '../capif/ids.ts';
import { paths } from '../capif/paths.ts';
import { randomId } from '../wire/dice.ts';
import { type Asked, notYours, requireSubject } from './identity.ts';
import { conform, json, mergePatch, negotiated, noContent, readJson, readPatch, refusal } from './messages.ts';
import type { CcfNode } from './node.ts';
import { isHttpUrl } from './notification-client.ts';
import type { Route, RoutedRequest } from './routing.ts';
import type { Subject, Subscription } from './state.ts';

const COLLECTION = '/capif-events/v1/{subscriberId}/subscriptions';
const RESOURCE = `${COLLECTION}/{subscriptionId}`;
/** Bit 3, Enhanced_event_report: filters, and details in notifications (TS 29.222 8.3.6). */
const FEATURES = '4';

export function eventRoutes(node: CcfNode): Route[] {
  return [
    { method: 'POST', path: COLLECTION, answer: (asked) => subscribe(node, asked) },
    { method: 'PUT', path: RESOURCE, answer: (asked) => replace(node, asked) },
    { method: 'PATCH', path: RESOURCE, answer: (asked) => modify(node, asked) },
    { method: 'DELETE', path: RESOURCE, answer: (asked) => unsubscribe(node, asked) },
  ];
}

async function subscribe(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const subscriber = requireSubscriber(node, asked, { action: 'subscribe' });
  const wanted = await readJson(asked.request, EventSubscription);
  const subscriptionId = SubscriptionId.parse(randomId('SUB'));
  const subscription = store(node, subscriber.id, subscriptionId, wanted);
  const location = node.behaviour.form.location(node.tls.apiRoot(), paths.subscription(subscriber.id, subscriptionId));
  return json(201, subscription.details, { location });
}

async function replace(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { subscriberId, subscriptionId } = own(node, asked);
  const wanted = await readJson(asked.request, EventSubscription);
  return json(200, store(node, subscriberId, subscriptionId, wanted).details);
}

async function modify(node: CcfNode, asked: RoutedRequest): Promise<Response> {
  const { subscriberId, subscriptionId, details } = own(node, asked);
  const patch = await readPatch(asked.request, EventSubscriptionPatch);
  const wanted = conform(mergePatch(details, patch), EventSubscription);
  return json(200, store(node, subscriberId, subscriptionId, wanted).details);
}

function unsubscribe(node: CcfNode, asked: RoutedRequest): Response {
  node.state.subscriptions.delete(own(node, asked).subscriptionId);
  return noContent();
}

/** A subscriber that left while its request was read has nothing kept for it. */
function store(
  node: CcfNode,
  subscriberId: string,
  subscriptionId: SubscriptionId,
  { supportedFeatures, ...wanted }: EventSubscription,
): Subscription {
  if (!isHttpUrl(wanted.notificationDestination)) {
    throw refusal(400, 'notificationDestination: expected an https or http URL', 'INVALID_MSG_FORMAT');
  }
  const details: EventSubscription = { ...wanted, ...negotiated(supportedFeatures, FEATURES) };
  const subscription: Subscription = { subscriptionId, subscriberId, details };
  const present = [...node.state.credentials.values()].some(({ subject }) => subject.id === subscriberId);
  if (present) node.state.subscriptions.set(subscriptionId, subscription);
  return subscription;
}

function own(node: CcfNode, asked: RoutedRequest): Subscription {
  const { id } = requireSubscriber(node, asked);
  const subscription = node.state.subscriptions.get(SubscriptionId.parse(asked.param('subscriptionId')));
  if (subscription === undefined || subscription.subscriberId !== id) {
    throw refusal(404, 'this subscriber has no subscription under this ID', 'RESOURCE_NOT_FOUND');
  }
  return subscription;
}

function requireSubscriber(node: CcfNode, { param }: RoutedRequest, asked?: Asked): Subject {
  const subject = requireSubject(node, asked);
  if (subject.id !== param('subscriberId')) throw notYours();
  return subject;
}
