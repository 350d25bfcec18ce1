/** Every operation of TS 29.222 that the project uses, with what may be said in it. */
import { z } from 'zod';
import { CheckAuthenticationReq, CheckAuthenticationRsp } from './aef-security.ts';
import { APIInvokerEnrolmentDetails, APIInvokerEnrolmentDetailsPatch } from './enrolment.ts';
import { EventSubscription, EventSubscriptionPatch } from './events.ts';
import { APIProviderEnrolmentDetails, APIProviderEnrolmentDetailsPatch } from './provider.ts';
import { DiscoveredAPIs, ServiceAPIDescription, ServiceAPIDescriptionPatch } from './publish.ts';
import { AccessTokenErr, AccessTokenReq, AccessTokenRsp, SecurityNotification, ServiceSecurity } from './security.ts';

export const JSON_TYPE = 'application/json';
export const MERGE_PATCH_TYPE = 'application/merge-patch+json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A body: its media type, its schema, and the schema's name in TS 29.222. */
export interface RequestBody {
  readonly type: string;
  readonly schema: z.ZodType;
  readonly name: string;
}

/** What one status code is answered with; without `schema` there is no body. */
export interface ResponseBody {
  readonly schema?: z.ZodType;
  readonly name?: string;
}

export interface Operation {
  /** The service operation of TS 29.222 clause 5 that this message belongs to. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template below the API root. */
  readonly pattern: string;
  readonly request?: RequestBody;
  /** By status code: every success, and the errors that don't carry problem details. */
  readonly responses: Readonly<Record<number, ResponseBody>>;
}

type Method = Operation['method'];
type Responses = Operation['responses'];

function says(schema: z.ZodType, name: string, type: string = JSON_TYPE): RequestBody {
  return { type, schema, name };
}

function row(
  operation: string,
  method: Method,
  pattern: string,
  request: RequestBody | undefined,
  responses: Responses,
) {
  return { operation, method, pattern, ...(request && { request }), responses } satisfies Operation;
}

const profile = says(APIInvokerEnrolmentDetails, 'APIInvokerEnrolmentDetails');
const profilePatch = says(APIInvokerEnrolmentDetailsPatch, 'APIInvokerEnrolmentDetailsPatch', MERGE_PATCH_TYPE);
const provider = says(APIProviderEnrolmentDetails, 'APIProviderEnrolmentDetails');
const providerPatch = says(APIProviderEnrolmentDetailsPatch, 'APIProviderEnrolmentDetailsPatch', MERGE_PATCH_TYPE);
const api = says(ServiceAPIDescription, 'ServiceAPIDescription');
const apiPatch = says(ServiceAPIDescriptionPatch, 'ServiceAPIDescriptionPatch', MERGE_PATCH_TYPE);
const apis = says(z.array(ServiceAPIDescription), 'ServiceAPIDescription[]');
const discovered = says(DiscoveredAPIs, 'DiscoveredAPIs');
const context = says(ServiceSecurity, 'ServiceSecurity');
const revocation = says(SecurityNotification, 'SecurityNotification');
const event = says(EventSubscription, 'EventSubscription');
const eventPatch = says(EventSubscriptionPatch, 'EventSubscriptionPatch', MERGE_PATCH_TYPE);
const tokenRequest = says(AccessTokenReq, 'AccessTokenReq', FORM_TYPE);
const tokenAnswer = says(AccessTokenRsp, 'AccessTokenRsp');
const initiation = says(CheckAuthenticationReq, 'CheckAuthenticationReq');
const initiated = says(CheckAuthenticationRsp, 'CheckAuthenticationRsp');
const tokenError = says(AccessTokenErr, 'AccessTokenErr');

const registrations = '/api-provider-management/v1/registrations';
const registration = `${registrations}/{registrationId}`;
const publications = '/published-apis/v1/{apfId}/service-apis';
const publication = `${publications}/{serviceApiId}`;
const subscriptions = '/capif-events/v1/{subscriberId}/subscriptions';
const subscription = `${subscriptions}/{subscriptionId}`;
const invokers = '/api-invoker-management/v1/onboardedInvokers';
const invoker = `${invokers}/{onboardingId}`;
const trusted = '/capif-security/v1/trustedInvokers/{apiInvokerId}';
const token = '/capif-security/v1/securities/{securityId}/token';

const nothing: ResponseBody = {};
const done: Responses = { 204: nothing };
const updated = (body: RequestBody): Responses => ({ 200: body, 204: nothing });
/** 202: the CCF decides later and tells by a notification. */
const updatedOrPending = (body: RequestBody): Responses => ({ ...updated(body), 202: nothing });

/** In the order of an API invoker's life: provider first, then onboarding to offboarding. */
export const OPERATIONS: readonly Operation[] = [
  row('Register_API_Provider', 'POST', registrations, provider, { 201: provider }),
  row('Update_API_Provider', 'PUT', registration, provider, updated(provider)),
  row('Update_API_Provider', 'PATCH', registration, providerPatch, updated(provider)),
  row('Deregister_API_Provider', 'DELETE', registration, undefined, done),

  row('Get_Service_API', 'GET', publications, undefined, { 200: apis }),
  row('Publish_Service_API', 'POST', publications, api, { 201: api }),
  row('Get_Service_API', 'GET', publication, undefined, { 200: api }),
  row('Update_Service_API', 'PUT', publication, api, updated(api)),
  row('Update_Service_API', 'PATCH', publication, apiPatch, updated(api)),
  row('Unpublish_Service_API', 'DELETE', publication, undefined, done),

  row('Subscribe_Event', 'POST', subscriptions, event, { 201: event }),
  row('Update_Event_Subscription', 'PUT', subscription, event, updated(event)),
  row('Update_Event_Subscription', 'PATCH', subscription, eventPatch, updated(event)),
  row('Unsubscribe_Event', 'DELETE', subscription, undefined, done),

  row('Onboard_API_Invoker', 'POST', invokers, profile, { 201: profile, 202: nothing }),
  row('Update_API_Invoker_Details', 'PUT', invoker, profile, updatedOrPending(profile)),
  row('Update_API_Invoker_Details', 'PATCH', invoker, profilePatch, updatedOrPending(profile)),
  row('Discover_Service_API', 'GET', '/service-apis/v1/allServiceAPIs', undefined, { 200: discovered }),
  row('Obtain_Security_Method', 'PUT', trusted, context, { 201: context }),
  row('Obtain_Security_Method', 'POST', `${trusted}/update`, context, { 200: context }),
  row('Obtain_API_Invoker_Info', 'GET', trusted, undefined, { 200: context }),
  row('Obtain_Authorization', 'POST', token, tokenRequest, { 200: tokenAnswer, 400: tokenError, 401: tokenError }),
  row('Check_Authentication', 'POST', '/aef-security/v1/check-authentication', initiation, { 200: initiated }),
  row('Revoke_Authorization', 'POST', `${trusted}/delete`, revocation, done),
  row('Revoke_Authorization', 'DELETE', trusted, undefined, done),
  row('Offboard_API_Invoker', 'DELETE', invoker, undefined, done),
];
