/** An API invoker whose operator had it onboarded by other means, and hands over what was issued. */
import { X509Certificate } from 'node:crypto';
import { lastSegment } from '../capif/api-root.ts';
import type { TlsIdentity } from '../wire/types.ts';
import { NOWHERE } from './onboarding.ts';
import type { InvokerCredentials } from './state.ts';

/** What onboarding gives. Secrets. */
export interface IssuedInvoker extends TlsIdentity {
  readonly apiInvokerId: string;
  /** Path of its own resource at the CCF: what offboarding DELETEs. */
  readonly resource: string;
  readonly onboardingSecret?: string | undefined;
}

/** Credentials for an API invoker to begin with, as after an onboarding of its own. */
export function issuedCredentials({
  apiInvokerId,
  resource,
  onboardingSecret,
  ...own
}: IssuedInvoker): InvokerCredentials {
  const { publicKey } = new X509Certificate(own.certificate);
  return {
    identity: {
      apiInvokerId,
      onboardingId: lastSegment(resource),
      resource,
      apiInvokerPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      notificationDestination: NOWHERE,
    },
    certificate: { certificate: own.certificate, key: own.key },
    onboardingSecret,
    context: [],
    aefPsks: new Map(),
  };
}
