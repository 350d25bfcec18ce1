import { type Ccf, type CcfOptions, startCcf } from '../../simulators/ccf/ccf.ts';
import type { Requires } from '../scenario/requires.ts';
import type { CcfAccess } from './access.ts';
import type { CcfTarget, ReferenceTarget, Target } from './target.ts';

/** Hands out CCFs under test, and closes at the end what it started itself. */
export interface CcfSource {
  /** The CCF for a scenario with these requirements. */
  get(requires: Requires): Promise<CcfAccess>;
  close(): Promise<void>;
}

/** The CCFs under test of a target. */
export function openCcf(target: Target): CcfSource {
  if (target.role === 'reference') return referenceCcf(target);
  if (target.role === 'ccf') return externalCcf(target);
  return {
    get: () => Promise.reject(new Error(`the target ${target.name} is a ${target.role}, no CCF`)),
    close: async () => {},
  };
}

/** A CCF that runs elsewhere: the same for every scenario, never started or stopped by us. */
export function externalCcf(target: CcfTarget): CcfSource {
  const { endpoints, trust, identity, listen } = target;
  const access: CcfAccess = {
    apiRoot: endpoints.capif,
    onboardingRoot: endpoints.onboarding,
    trust: trust.ca,
    verify: trust.verify,
    servername: trust.servername,
    onboardingCredential: identity.onboardingCredential,
    registrationCredential: identity.registrationCredential,
    listen,
  };
  return { get: async () => access, close: async () => {} };
}

/**
 * The built-in reference CCF, over real loopback TLS. One serves all scenarios, as a foreign one would; a scenario that requires retention
 * meets a second one, whose operator has that policy.
 *
 * @param deviation - A fault or variant, for proving the judgement.
 * @param deviates - Which of the two deviates; default both.
 */
export function referenceCcf(
  target: ReferenceTarget,
  deviation: Pick<CcfOptions, 'fault' | 'variant'> = {},
  deviates: (retain: boolean) => boolean = () => true,
): CcfSource {
  const started = new Map<boolean, Promise<Ccf>>();
  return {
    async get(requires) {
      const retain = requires.retention === true;
      const starting =
        started.get(retain) ??
        startCcf({ ...(deviates(retain) ? deviation : {}), policy: { retain }, host: target.listen.host });
      started.set(retain, starting);
      const ccf = await starting;
      return {
        apiRoot: ccf.apiRoot,
        onboardingRoot: ccf.onboardingRoot ?? ccf.apiRoot,
        trust: [ccf.trust],
        verify: 'host',
        servername: undefined,
        onboardingCredential: ccf.onboardingCredential,
        registrationCredential: ccf.registrationCredential,
        listen: target.listen,
      };
    },
    async close() {
      await Promise.all([...started.values()].map(async (starting) => (await starting).close()));
    },
  };
}
