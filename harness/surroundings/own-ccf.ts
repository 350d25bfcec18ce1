import { type Ccf, type CcfOptions, startCcf } from '../../simulators/ccf/ccf.ts';
import type { Target } from '../target/target.ts';
import type { CcfAccess } from './access.ts';

/** How our nodes reach a CCF that runs in this process. */
export function accessTo(ccf: Ccf, listen: Target['listen']): CcfAccess {
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot ?? ccf.apiRoot,
    trust: [ccf.trust],
    verify: 'host',
    servername: undefined,
    onboardingCredential: ccf.onboardingCredential,
    registrationCredential: ccf.registrationCredential,
    dialect: 'ts29222',
    provider: {},
    listen,
    outlivesUs: false,
  };
}

/** Starts a CCF of ours where a target can reach it. */
export function startOwnCcf({ listen }: Pick<Target, 'listen'>, options: CcfOptions): Promise<Ccf> {
  return startCcf({ ...options, host: listen.host, advertise: listen.advertise, port: listen.ports });
}

/** What a hook is told of our CCF. */
export function toldOfCcf(ccf: Ccf) {
  return {
    apiRoot: ccf.apiRoot,
    ...(ccf.onboardingRoot === undefined ? {} : { onboardingRoot: ccf.onboardingRoot }),
    ca: ccf.trust,
    registrationCredential: ccf.registrationCredential,
    onboardingCredential: ccf.onboardingCredential,
  };
}
