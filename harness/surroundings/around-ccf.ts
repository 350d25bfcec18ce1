import type { Ccf, CcfOptions } from '../../simulators/ccf/ccf.ts';
import { startCcf } from '../../simulators/ccf/ccf.ts';
import type { CcfTarget, ReferenceTarget } from '../target/target.ts';
import type { CcfAccess } from './access.ts';
import { asidesOf } from './asides.ts';
import { accessTo } from './own-ccf.ts';
import { OwnStorage } from './own-storage.ts';
import { provisioningOf, toldOf } from './provisioning.ts';
import type { SurroundingsSource } from './surroundings.ts';

/** A CCF that runs elsewhere: the same for every scenario, never started or stopped by us. */
export function externalCcf(target: CcfTarget): SurroundingsSource {
  const { endpoints, trust, identity, listen, storage, folder, dialect } = target;
  const ccf: CcfAccess = {
    apiRoot: endpoints.capif,
    onboardingRoot: endpoints.onboarding,
    trust: trust.ca,
    verify: trust.verify,
    servername: trust.servername,
    onboardingCredential: identity.onboardingCredential,
    registrationCredential: identity.registrationCredential,
    dialect,
    provider: identity.provider,
    client: identity.client,
    listen,
    outlivesUs: true,
  };
  return {
    async get(wanted) {
      const provisioning = provisioningOf(target, wanted);
      const asides = asidesOf(target, wanted, toldOf(target));
      return { role: 'ccf', ccf, provisioning, asides, storage: { places: storage, folder } };
    },
    close: async () => {},
  };
}

/**
 * The built-in reference CCF, over real loopback TLS. One serves all scenarios, as a foreign one would; a scenario that requires retention
 * meets a second one, whose operator has that policy. Each keeps what it holds in a folder, which is scanned.
 *
 * @param deviation - A fault or variant, for proving the judgement.
 * @param deviates - Which of the two deviates; default both.
 */
export function referenceCcf(
  target: ReferenceTarget,
  deviation: Pick<CcfOptions, 'fault' | 'variant'> = {},
  deviates: (retain: boolean) => boolean = () => true,
): SurroundingsSource {
  const started = new Map<boolean, BuiltIn>();
  const start = (retain: boolean): BuiltIn => {
    const own = new OwnStorage('ccf');
    const options = { ...(deviates(retain) ? deviation : {}), policy: { retain }, host: target.listen.host };
    return { own, starting: own.folder().then((storage) => startCcf({ ...options, storage })) };
  };
  return {
    async get({ requires }) {
      const retain = requires.retention === true;
      const { own, starting } = started.get(retain) ?? start(retain);
      started.set(retain, { own, starting });
      const [ccf, storage] = [accessTo(await starting, target), await own.storage()];
      return { role: 'ccf', ccf, storage, claims: { retention: retain } };
    },
    async close() {
      await Promise.all([...started.values()].map(end));
    },
  };
}

/** A built-in CCF, and where it keeps what it holds. */
interface BuiltIn {
  readonly own: OwnStorage;
  readonly starting: Promise<Ccf>;
}

async function end({ own, starting }: BuiltIn): Promise<void> {
  try {
    await (await starting).close();
  } finally {
    await own.remove();
  }
}
