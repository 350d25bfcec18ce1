/** AEF_Security_API (TS 29.222): what an API invoker asks of an AEF before it is authenticated. */
import { z } from 'zod';
import { SupportedFeatures } from './common.ts';
import { ApiInvokerId } from './ids.ts';

/** The AEF is to get ready to authenticate this invoker (TS 33.122 6.5.2.1, Authentication Initiation Request). */
export const CheckAuthenticationReq = z.looseObject({
  apiInvokerId: ApiInvokerId,
  supportedFeatures: SupportedFeatures,
});
export type CheckAuthenticationReq = z.infer<typeof CheckAuthenticationReq>;

export const CheckAuthenticationRsp = z.looseObject({ supportedFeatures: SupportedFeatures });
export type CheckAuthenticationRsp = z.infer<typeof CheckAuthenticationRsp>;
