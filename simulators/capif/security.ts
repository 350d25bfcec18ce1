/** CAPIF_Security_API (TS 29.222 8.5): the security context of an API invoker and its access tokens. */
import { z } from 'zod';
import { DurationSec, exactlyOneOf, SupportedFeatures, Uri, WebsockNotifConfig } from './common.ts';
import { AefId, ApiInvokerId, ServiceApiId } from './ids.ts';
import { InterfaceDescription, SecurityMethod } from './publish.ts';

/**
 * The security method for one AEF or interface. The invoker offers `prefSecurityMethods`, the CCF answers
 * `selSecurityMethod`. `authenticationInfo` and `authorizationInfo` are for the AEF's eyes only (TS 33.122 6.5.2).
 */
export const SecurityInformation = z
  .looseObject({
    interfaceDetails: InterfaceDescription.optional(),
    aefId: AefId.optional(),
    apiId: ServiceApiId.optional(),
    prefSecurityMethods: z.array(SecurityMethod).min(1),
    selSecurityMethod: SecurityMethod.optional(),
    authenticationInfo: z.string().optional(),
    authorizationInfo: z.string().optional(),
    authorizationFlow: z.array(z.string()).min(1).optional(),
  })
  .check(exactlyOneOf('interfaceDetails', 'aefId'));
export type SecurityInformation = z.infer<typeof SecurityInformation>;

/** The security context. The OpenAPI file means at least one `securityInfo` but says so in a way that binds nobody. */
export const ServiceSecurity = z.looseObject({
  securityInfo: z.array(SecurityInformation),
  notificationDestination: Uri,
  requestTestNotification: z.boolean().optional(),
  websockNotifConfig: WebsockNotifConfig.optional(),
  supportedFeatures: SupportedFeatures.optional(),
});
export type ServiceSecurity = z.infer<typeof ServiceSecurity>;

/** Tells that an authorization is revoked; `cause` is extensible. */
export const SecurityNotification = z.looseObject({
  apiInvokerId: ApiInvokerId,
  aefId: AefId.optional(),
  apiIds: z.array(ServiceApiId).min(1),
  cause: z.string(),
});
export type SecurityNotification = z.infer<typeof SecurityNotification>;

/** Fields of the form by which a token is requested (RFC 6749 4.4.2). `scope` is `3gpp#aefId:apiName`. */
export const AccessTokenReq = z.looseObject({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  resOwnerId: z.string().optional(),
  client_secret: z.string().optional(),
  scope: z.string().optional(),
  authCode: z.string().optional(),
});
export type AccessTokenReq = z.infer<typeof AccessTokenReq>;

/** `expires_in` is in seconds. */
export const AccessTokenRsp = z.looseObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: DurationSec,
  scope: z.string().optional(),
});
export type AccessTokenRsp = z.infer<typeof AccessTokenRsp>;

/** RFC 6749 5.2. */
export const AccessTokenErr = z.looseObject({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'invalid_scope',
  ]),
  error_description: z.string().optional(),
  error_uri: z.string().optional(),
});
export type AccessTokenErr = z.infer<typeof AccessTokenErr>;

/** Claims of the JWT (TS 33.122 Annex C); `iss` is the API invoker ID, `exp` seconds since 1970. */
export const AccessTokenClaims = z.looseObject({
  iss: z.string(),
  resOwnerId: z.string().optional(),
  scope: z.string(),
  exp: DurationSec,
});
export type AccessTokenClaims = z.infer<typeof AccessTokenClaims>;
