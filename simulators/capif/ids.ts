/**
 * The identities of CAPIF as distinct types, so that an AEF ID can't be handed in where an API invoker ID is meant.
 *
 * TS 29.222 types them all as `string` without further constraint, so any string is accepted: the brand is made by parsing
 * (`ApiInvokerId.parse(text)`), once, where the text enters.
 */
import { z } from 'zod';

/** Assigned by the CCF at onboarding (TS 33.122 6.1); the identity that clause 6.8 step 3 verifies. */
export const ApiInvokerId = z.string().brand<'ApiInvokerId'>();
export type ApiInvokerId = z.infer<typeof ApiInvokerId>;

/** Names the resource "Individual On-boarded API Invoker"; equal to or different from the API invoker ID. */
export const OnboardingId = z.string().brand<'OnboardingId'>();
export type OnboardingId = z.infer<typeof OnboardingId>;

/** API exposing function. */
export const AefId = z.string().brand<'AefId'>();
export type AefId = z.infer<typeof AefId>;

/** API publishing function. */
export const ApfId = z.string().brand<'ApfId'>();
export type ApfId = z.infer<typeof ApfId>;

/** API management function. */
export const AmfId = z.string().brand<'AmfId'>();
export type AmfId = z.infer<typeof AmfId>;

/** API provider domain. */
export const ApiProvDomId = z.string().brand<'ApiProvDomId'>();
export type ApiProvDomId = z.infer<typeof ApiProvDomId>;

/** One event subscription, within its subscriber. */
export const SubscriptionId = z.string().brand<'SubscriptionId'>();
export type SubscriptionId = z.infer<typeof SubscriptionId>;

/** One published service API (`apiId`). */
export const ServiceApiId = z.string().brand<'ServiceApiId'>();
export type ServiceApiId = z.infer<typeof ServiceApiId>;
