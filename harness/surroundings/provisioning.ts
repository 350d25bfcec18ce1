/** Our nodes at a CCF under test that hands out identities in a way of its own: its operator's onboard hook sees to it. */
import type { HookInput } from '../hooks/contract.ts';
import type { HookResult } from '../hooks/result.ts';
import { runHook } from '../hooks/run.ts';
import type { CcfTarget } from '../target/target.ts';
import type { Wanted } from './surroundings.ts';

export interface Provisioning {
  /** One API invoker is onboarded; what was issued to it is in the answer. Never rejects for what the hook does. */
  invoker(): Promise<HookResult>;
  /** One provider domain is registered. `hosts`: what the AEF's certificate must be for. */
  aef(hosts: readonly string[]): Promise<HookResult>;
}

/** Undefined where the target has no such hook, and our nodes onboard by TS 29.222 or the dialect. Hooks are run one after the other. */
export function provisioningOf(target: CcfTarget, { scenario, method }: Wanted): Provisioning | undefined {
  const { hooks, folder, secrets } = target;
  const { onboard } = hooks;
  if (onboard === undefined) return undefined;
  const ccf = toldOf(target);
  let last: Promise<unknown> = Promise.resolve();
  const ask = (wanted: Pick<HookInput, 'for' | 'hosts'>): Promise<HookResult> => {
    const input: HookInput = { hook: 'onboard', scenario, method, ...wanted, ccf };
    const result = last.then(() => runHook(onboard, input, { folder, secrets }));
    last = result;
    return result;
  };
  return {
    invoker: () => ask({ for: 'invoker' }),
    aef: (hosts) => ask({ for: 'aef', hosts: [...hosts] }),
  };
}

/** What a hook of a CCF under test is told of it. */
export function toldOf({ endpoints, identity, trust }: CcfTarget): HookInput['ccf'] {
  const { onboardingCredential, registrationCredential } = identity;
  return {
    apiRoot: endpoints.capif,
    ...(endpoints.onboarding === endpoints.capif ? {} : { onboardingRoot: endpoints.onboarding }),
    ca: trust.ca.join('\n'),
    onboardingCredential,
    registrationCredential,
  };
}
