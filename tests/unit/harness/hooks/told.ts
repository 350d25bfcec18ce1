/** What hooks are told in tests. */
import type { HookInput } from '../../../../harness/hooks/contract.ts';
import type { Hook, HookName } from '../../../../harness/target/hooks.ts';

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

export const ONBOARDING_CREDENTIAL = 'onboarding-"credential"/of-tests';

export function told(hook: HookName): HookInput {
  return {
    hook,
    scenario: 'a-scenario',
    method: 'oauth',
    ccf: {
      apiRoot: 'https://127.0.0.1:41001',
      ca: CA,
      registrationCredential: 'registration-credential-of-tests',
      onboardingCredential: ONBOARDING_CREDENTIAL,
    },
    aef: { serviceApi: 'https://127.0.0.1:41003', ca: CA },
  };
}

export const command = (exec: string, timeout = 10_000): Hook => ({ exec, timeout });
