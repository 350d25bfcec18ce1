/** CAPIF_Events_API (TS 29.222 8.3): how an AEF learns that an API invoker is no longer valid (clause 6.8 step 7). */
import { z } from 'zod';
import { SupportedFeatures, Uri, WebsockNotifConfig } from './common.ts';
import { AefId, ApiInvokerId, ServiceApiId, SubscriptionId } from './ids.ts';
import { ServiceAPIDescription } from './publish.ts';

/** The events that TS 29.222 names; the OpenAPI type is extensible. */
export const CAPIF_EVENTS = [
  'SERVICE_API_AVAILABLE',
  'SERVICE_API_UNAVAILABLE',
  'SERVICE_API_UPDATE',
  'API_INVOKER_ONBOARDED',
  'API_INVOKER_OFFBOARDED',
  'SERVICE_API_INVOCATION_SUCCESS',
  'SERVICE_API_INVOCATION_FAILURE',
  'ACCESS_CONTROL_POLICY_UPDATE',
  'ACCESS_CONTROL_POLICY_UNAVAILABLE',
  'API_INVOKER_AUTHORIZATION_REVOKED',
  'API_INVOKER_UPDATED',
  'API_TOPOLOGY_HIDING_CREATED',
  'API_TOPOLOGY_HIDING_REVOKED',
] as const;
export type KnownCAPIFEvent = (typeof CAPIF_EVENTS)[number];

/** Extensible: known values are {@link CAPIF_EVENTS}. */
export const CAPIFEvent = z.string();
export type CAPIFEvent = z.infer<typeof CAPIFEvent>;

/** Narrows a subscription; members that are absent don't narrow. */
export const CAPIFEventFilter = z.looseObject({
  apiIds: z.array(ServiceApiId).min(1).optional(),
  apiInvokerIds: z.array(ApiInvokerId).min(1).optional(),
  aefIds: z.array(AefId).min(1).optional(),
});
export type CAPIFEventFilter = z.infer<typeof CAPIFEventFilter>;

const subscribed = {
  events: z.array(CAPIFEvent).min(1),
  eventFilters: z.array(CAPIFEventFilter).min(1).optional(),
  notificationDestination: Uri,
};

export const EventSubscription = z.looseObject({
  ...subscribed,
  requestTestNotification: z.boolean().optional(),
  websockNotifConfig: WebsockNotifConfig.optional(),
  supportedFeatures: SupportedFeatures.optional(),
});
export type EventSubscription = z.infer<typeof EventSubscription>;

/** JSON merge patch of an {@link EventSubscription}. */
export const EventSubscriptionPatch = z.looseObject({
  ...subscribed,
  events: subscribed.events.optional(),
  notificationDestination: Uri.optional(),
});
export type EventSubscriptionPatch = z.infer<typeof EventSubscriptionPatch>;

/** Whom or what the event is about. */
export const CAPIFEventDetail = z.looseObject({
  serviceAPIDescriptions: z.array(ServiceAPIDescription).min(1).optional(),
  apiIds: z.array(ServiceApiId).min(1).optional(),
  apiInvokerIds: z.array(ApiInvokerId).min(1).optional(),
});
export type CAPIFEventDetail = z.infer<typeof CAPIFEventDetail>;

/** `events` is one event despite its name. */
export const EventNotification = z.looseObject({
  subscriptionId: SubscriptionId,
  events: CAPIFEvent,
  eventDetail: CAPIFEventDetail.optional(),
});
export type EventNotification = z.infer<typeof EventNotification>;
