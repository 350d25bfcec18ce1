/** A CCF's inside: state, behaviour and keys, without any port. */

import { Conduct } from '../conduct/conduct.ts';
import { createAuthority } from '../pki/authority.ts';
import { generateKeyPair } from '../pki/keys.ts';
import { randomToken } from '../wire/dice.ts';
import type { WireObserver } from '../wire/facts.ts';
import { CONFORMANT } from './behaviour.ts';
import type { CcfDirections } from './directions.ts';
import { CCF_FAULTS, type CcfFault } from './faults.ts';
import type { CcfNode, CcfPolicy, CcfTls } from './node.ts';
import type { Accounts } from './opencapif/accounts.ts';
import { speakingOpenCapif } from './opencapif/speaking.ts';
import { createState } from './state.ts';
import { storesIn } from './storage.ts';
import { CCF_VARIANTS, type CcfVariant } from './variants.ts';

export interface NodeOptions {
  /** Address to listen on, which the CCF's certificate is for. Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Address or FQDN under which others reach it; its certificate is for that too. Default: as `host`. */
  readonly advertise?: string | undefined;
  readonly observer?: WireObserver | undefined;
  /** Folder, this CCF's alone, in which it keeps as files what it holds of API invokers; see {@link storesIn}. Default: in memory only. */
  readonly storage?: string | undefined;
  /** What it does wrong. Several may be combined; usually there is one, or none. */
  readonly fault?: CcfFault | readonly CcfFault[] | undefined;
  /** Which freedom of the specification it uses. */
  readonly variant?: CcfVariant | undefined;
  /** Speaks as ETSI OpenCAPIF does, with these accounts at its register service. Default: TS 29.222 to the letter. */
  readonly openCapif?: Accounts | undefined;
  readonly policy?: CcfPolicy | undefined;
  /** For whoever directs it. Default: nothing out of the ordinary. */
  readonly directions?: CcfDirections | undefined;
  /** Names it in the evidence. Default `ccf`. */
  readonly label?: string | undefined;
}

/** Common name of the CCF's own certificate. */
export const CCF_NAME = 'ccf';

/** Makes keys, certificates and credentials; all are fresh. */
export async function createNode(options: NodeOptions, tls: CcfTls): Promise<CcfNode> {
  const authority = await createAuthority('CAPIF CA');
  const keys = await generateKeyPair();
  const hosts = [...new Set([options.advertise, options.host, '127.0.0.1', 'localhost'])].filter(
    (host) => host !== undefined,
  );
  const { certificate } = await authority.issue({ publicKey: keys.publicKey, commonName: CCF_NAME, hosts });
  const conduct = conductOf(options);
  return {
    label: options.label ?? 'ccf',
    state: { ...createState(), ...(options.storage !== undefined && storesIn(options.storage)) },
    storage: options.storage,
    conduct,
    get behaviour() {
      return conduct.behaviour;
    },
    policy: options.policy ?? {},
    directions: options.directions ?? {},
    tls,
    authority,
    identity: { certificate, key: keys.privateKey },
    tokenKeys: await generateKeyPair(),
    onboardingCredential: randomToken(),
    registrationCredential: randomToken(),
    observer: options.observer,
  };
}

function conductOf({ fault, variant, openCapif }: NodeOptions): CcfNode['conduct'] {
  const spoken = openCapif === undefined ? CONFORMANT : speakingOpenCapif(openCapif)(CONFORMANT);
  return new Conduct({
    faultless: variant === undefined ? spoken : CCF_VARIANTS[variant].change(spoken),
    faults: CCF_FAULTS,
    on: fault,
    fixed: ({ tls }) => [tls.listener, tls.separateOnboardingPort],
  });
}
