import { type Ccf, type CcfOptions, startCcf } from '../../simulators/ccf/ccf.ts';
import { DIALECTS } from '../../simulators/dialects/dialects.ts';
import type { Target } from '../target/target.ts';
import type { CcfAccess } from './access.ts';

/** What a target says of a CCF of ours. */
type Wishes = Pick<Target, 'listen' | 'dialect'>;

/** How our nodes reach a CCF that runs in this process. */
export function accessTo(ccf: Ccf, { listen, dialect }: Wishes): CcfAccess {
  return {
    apiRoot: ccf.apiRoot,
    onboardingRoot: ccf.onboardingRoot ?? ccf.apiRoot,
    trust: [ccf.trust],
    verify: 'host',
    servername: undefined,
    ...credentialsOf(ccf, dialect),
    dialect,
    provider: ccf.provider,
    listen,
    outlivesUs: false,
  };
}

/** Starts a CCF of ours where a target can reach it, and speaking as the target expects. */
export function startOwnCcf({ listen, dialect }: Wishes, options: CcfOptions): Promise<Ccf> {
  if (dialect === 'capifcore') throw new Error('a target passed the rules whose dialect no CCF of ours speaks');
  return startCcf({ ...options, dialect, host: listen.host, advertise: listen.advertise, port: listen.ports });
}

/** What a hook is told of our CCF. */
export function toldOfCcf(ccf: Ccf, dialect: Target['dialect']) {
  const { register, username, password } = ccf.provider;
  const account = register && username && password ? { provider: { register, username, password } } : {};
  return {
    apiRoot: ccf.apiRoot,
    ...(ccf.onboardingRoot === undefined ? {} : { onboardingRoot: ccf.onboardingRoot }),
    ca: ccf.trust,
    ...credentialsOf(ccf, dialect),
    ...account,
  };
}

/** What entitles to onboard and to register; nothing where the dialect has a service that gives it. */
function credentialsOf({ onboardingCredential, registrationCredential }: Ccf, dialect: Target['dialect']) {
  return DIALECTS[dialect].provision.credential === 'configured'
    ? { onboardingCredential, registrationCredential }
    : { onboardingCredential: undefined, registrationCredential: undefined };
}
