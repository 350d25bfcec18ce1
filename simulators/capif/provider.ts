/** CAPIF_API_Provider_Management_API (TS 29.222 8.9): how AEF, APF and AMF get their identities and certificates. */
import { z } from 'zod';
import { SupportedFeatures } from './common.ts';
import { ApiProvDomId } from './ids.ts';

/** Roles of an API provider function; the OpenAPI type is extensible. */
export const API_PROVIDER_FUNC_ROLES = ['AEF', 'APF', 'AMF'] as const;
export type KnownApiProviderFuncRole = (typeof API_PROVIDER_FUNC_ROLES)[number];

/** `apiProvPubKey` is PEM: a public key or a certification request. The CCF answers with `apiProvCert`. */
export const RegistrationInformation = z.looseObject({
  apiProvPubKey: z.string(),
  apiProvCert: z.string().optional(),
});
export type RegistrationInformation = z.infer<typeof RegistrationInformation>;

/** One function of the domain. The CCF assigns `apiProvFuncId`: an AEF, APF or AMF ID according to the role. */
export const APIProviderFunctionDetails = z.looseObject({
  apiProvFuncId: z.string().optional(),
  regInfo: RegistrationInformation,
  apiProvFuncRole: z.string(),
  apiProvFuncInfo: z.string().optional(),
});
export type APIProviderFunctionDetails = z.infer<typeof APIProviderFunctionDetails>;

/** An API provider domain with its functions; `regSec` is the credential that entitles to register. */
export const APIProviderEnrolmentDetails = z.looseObject({
  apiProvDomId: ApiProvDomId.optional(),
  regSec: z.string(),
  apiProvFuncs: z.array(APIProviderFunctionDetails).min(1).optional(),
  apiProvDomInfo: z.string().optional(),
  suppFeat: SupportedFeatures.optional(),
  failReason: z.string().optional(),
});
export type APIProviderEnrolmentDetails = z.infer<typeof APIProviderEnrolmentDetails>;

/** JSON merge patch of a registration. */
export const APIProviderEnrolmentDetailsPatch = z.looseObject({
  apiProvFuncs: z.array(APIProviderFunctionDetails).min(1).optional(),
  apiProvDomInfo: z.string().optional(),
});
export type APIProviderEnrolmentDetailsPatch = z.infer<typeof APIProviderEnrolmentDetailsPatch>;
