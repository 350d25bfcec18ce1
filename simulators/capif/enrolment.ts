/** CAPIF_API_Invoker_Management_API (TS 29.222 8.4): what onboarding establishes and clause 6.8 takes back. */
import { z } from 'zod';
import { SupportedFeatures, Uri, WebsockNotifConfig } from './common.ts';
import { ApiInvokerId } from './ids.ts';
import { ServiceAPIDescription } from './publish.ts';

/** The key material of onboarding. `apiInvokerPublicKey` is PEM: a public key or, in the field, a certification request. */
export const OnboardingInformation = z.looseObject({
  apiInvokerPublicKey: z.string(),
  apiInvokerCertificate: z.string().optional(),
  onboardingSecret: z.string().optional(),
});
export type OnboardingInformation = z.infer<typeof OnboardingInformation>;

export const APIList = z.looseObject({
  serviceAPIDescriptions: z.array(ServiceAPIDescription).min(1).optional(),
});
export type APIList = z.infer<typeof APIList>;

/** The API invoker profile: request and answer of onboarding. The CCF assigns `apiInvokerId`. */
export const APIInvokerEnrolmentDetails = z.looseObject({
  apiInvokerId: ApiInvokerId.optional(),
  onboardingInformation: OnboardingInformation,
  notificationDestination: Uri,
  requestTestNotification: z.boolean().optional(),
  websockNotifConfig: WebsockNotifConfig.optional(),
  apiList: APIList.optional(),
  apiInvokerInformation: z.string().optional(),
  supportedFeatures: SupportedFeatures.optional(),
});
export type APIInvokerEnrolmentDetails = z.infer<typeof APIInvokerEnrolmentDetails>;

/** JSON merge patch of a profile. */
export const APIInvokerEnrolmentDetailsPatch = z.looseObject({
  onboardingInformation: OnboardingInformation.optional(),
  notificationDestination: Uri.optional(),
  apiList: APIList.optional(),
  apiInvokerInformation: z.string().optional(),
});
export type APIInvokerEnrolmentDetailsPatch = z.infer<typeof APIInvokerEnrolmentDetailsPatch>;
