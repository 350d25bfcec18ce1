/** Subscription to the event that ends an API invoker's validity (TS 29.222 5.4.2.2). */
import type { z } from 'zod';
import { below, lastSegment, resourceOf } from '../capif/api-root.ts';
import type { EventSubscription } from '../capif/events.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import type { AefOptions } from './options.ts';
import type { Registration } from './registration.ts';

export interface Subscription {
  readonly subscriptionId: string;
  /** URL at which the AEF expects notifications. */
  readonly destination: string;
  /** Path of the subscription at the CCF. */
  readonly resource: string;
}

export interface SubscriptionOutcome {
  readonly exchange: HttpExchange;
  /** Undefined when the CCF did not accept it, or did not say where it is. */
  readonly subscription: Subscription | undefined;
}

/** Enhanced_event_report, feature 3 of TS 29.222 Table 8.3.6-1: without it a CCF may leave the event detail out. */
const ENHANCED_EVENT_REPORT = '4';

/**
 * Asks to be told when API invokers are offboarded, on a session in which the AEF shows its certificate.
 * @throws WireError when the CCF can't be reached.
 */
export async function subscribe(
  { ccfRoot, timeoutMs }: AefOptions,
  { aef }: Registration,
  destination: string,
  link: Requesting,
): Promise<SubscriptionOutcome> {
  const path = below(ccfRoot, paths.subscriptions(aef.id));
  const request: z.input<typeof EventSubscription> = {
    events: ['API_INVOKER_OFFBOARDED'],
    notificationDestination: destination,
    supportedFeatures: ENHANCED_EVENT_REPORT,
  };
  const exchange = await link.request({
    method: 'POST',
    path,
    headers: { 'content-type': JSON_TYPE },
    body: JSON.stringify(request),
    ...(timeoutMs && { timeoutMs }),
  });
  const resource = exchange.response?.status === 201 && resourceOf(exchange.response.headers.location, path);
  const subscriptionId = resource ? lastSegment(resource) : undefined;
  if (!resource || subscriptionId === undefined) return { exchange, subscription: undefined };
  return { exchange, subscription: { subscriptionId, destination, resource } };
}
