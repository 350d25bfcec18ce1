/** CAPIF_Publish_Service_API and CAPIF_Discover_Service_API (TS 29.222 8.2, 8.1): what a service API is and where it is. */
import { z } from 'zod';
import { DateTime, exactlyOneOf, Fqdn, Port, SupportedFeatures } from './common.ts';
import { AefId, ServiceApiId } from './ids.ts';

/** The methods of TS 33.122 6.5.2 by which an AEF authenticates an API invoker. */
export const SECURITY_METHODS = ['PSK', 'PKI', 'OAUTH'] as const;
export type KnownSecurityMethod = (typeof SECURITY_METHODS)[number];

/** Extensible: known values are {@link SECURITY_METHODS}. */
export const SecurityMethod = z.string();
export type SecurityMethod = z.infer<typeof SecurityMethod>;

/** Where one interface of a service API is reached. */
export const InterfaceDescription = z
  .looseObject({
    ipv4Addr: z.string().optional(),
    ipv6Addr: z.string().optional(),
    fqdn: Fqdn.optional(),
    port: Port.optional(),
    apiPrefix: z.string().optional(),
    securityMethods: z.array(SecurityMethod).min(1).optional(),
  })
  .check(exactlyOneOf('ipv4Addr', 'ipv6Addr', 'fqdn'));
export type InterfaceDescription = z.infer<typeof InterfaceDescription>;

export const CustomOperation = z.looseObject({
  commType: z.string(),
  custOpName: z.string(),
  operations: z.array(z.string()).min(1).optional(),
  description: z.string().optional(),
});
export type CustomOperation = z.infer<typeof CustomOperation>;

export const Resource = z.looseObject({
  resourceName: z.string(),
  commType: z.string(),
  uri: z.string(),
  custOpName: z.string().optional(),
  custOperations: z.array(CustomOperation).min(1).optional(),
  operations: z.array(z.string()).min(1).optional(),
  description: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

export const Version = z.looseObject({
  apiVersion: z.string(),
  expiry: DateTime.optional(),
  resources: z.array(Resource).min(1).optional(),
  custOperations: z.array(CustomOperation).min(1).optional(),
});
export type Version = z.infer<typeof Version>;

/** How one AEF exposes the service API. */
export const AefProfile = z
  .looseObject({
    aefId: AefId,
    versions: z.array(Version).min(1),
    protocol: z.string().optional(),
    dataFormat: z.string().optional(),
    securityMethods: z.array(SecurityMethod).min(1).optional(),
    domainName: z.string().optional(),
    interfaceDescriptions: z.array(InterfaceDescription).min(1).optional(),
  })
  .check(exactlyOneOf('domainName', 'interfaceDescriptions'));
export type AefProfile = z.infer<typeof AefProfile>;

export const ShareableInformation = z.looseObject({
  isShareable: z.boolean(),
  capifProvDoms: z.array(z.string()).min(1).optional(),
});
export type ShareableInformation = z.infer<typeof ShareableInformation>;

const descriptive = {
  apiStatus: z.looseObject({ aefIds: z.array(AefId) }).optional(),
  aefProfiles: z.array(AefProfile).min(1).optional(),
  description: z.string().optional(),
  shareableInfo: ShareableInformation.optional(),
  serviceAPICategory: z.string().optional(),
  apiSuppFeats: SupportedFeatures.optional(),
  pubApiPath: z.looseObject({ ccfIds: z.array(z.string()).min(1).optional() }).optional(),
  ccfId: z.string().optional(),
};

/** One service API as published and discovered; `apiId` is assigned by the CCF. */
export const ServiceAPIDescription = z.looseObject({
  apiName: z.string(),
  apiId: ServiceApiId.optional(),
  supportedFeatures: SupportedFeatures.optional(),
  ...descriptive,
});
export type ServiceAPIDescription = z.infer<typeof ServiceAPIDescription>;

/** JSON merge patch of a {@link ServiceAPIDescription}. */
export const ServiceAPIDescriptionPatch = z.looseObject(descriptive);
export type ServiceAPIDescriptionPatch = z.infer<typeof ServiceAPIDescriptionPatch>;

/** Answer of Discover_Service_API; the member is absent when nothing matches. */
export const DiscoveredAPIs = z.looseObject({
  serviceAPIDescriptions: z.array(ServiceAPIDescription).min(1).optional(),
});
export type DiscoveredAPIs = z.infer<typeof DiscoveredAPIs>;
