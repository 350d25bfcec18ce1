/** `simulate ccf`: one reference CCF, and the target file by which the harness tests it. */
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { claimsFor } from '../../harness/target/variant-claims.ts';
import { type Ccf, startCcf } from '../../simulators/ccf/ccf.ts';
import { CCF_FAULTS } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../simulators/ccf/variants.ts';
import { type Deviation, type DeviationArguments, deviationOf, traitsOf } from './deviation.ts';
import { listening } from './listening.ts';
import { type ProxyArguments, proxyOf, writeProxyFiles } from './proxy.ts';
import { runNode } from './run.ts';
import { usableFolder } from './storage.ts';
import { referenceTarget, writeTargetFile } from './target-file.ts';

/** As the command line has them. */
export interface CcfArguments extends DeviationArguments, ProxyArguments {
  readonly writeTarget: string;
  readonly port: number;
  readonly host: string;
  readonly policy?: 'retain';
  readonly storage?: string;
}

export const CCF_DEVIATIONS = { faults: CCF_FAULTS, variants: CCF_VARIANTS };

/** Runs until it is told to end. @throws {CliProblem} for an unknown name, a port in use, a file or folder that cannot be written. */
export async function simulateCcf(given: CcfArguments): Promise<void> {
  const { host, port, policy, writeTarget } = given;
  const deviation = deviationOf('ccf', given, CCF_DEVIATIONS);
  const proxy = proxyOf(given);
  const front = proxy && { behindProxy: proxy.url.origin, advertise: proxy.url.hostname };
  const storage = usableFolder(given.storage);
  const options = { host, port, ...deviation, ...front, policy: { retain: policy === 'retain' }, storage };
  await runNode(
    () => listening(host, port, () => startCcf(options)),
    async (ccf) => {
      if (proxy !== undefined) await writeProxyFiles(ccf, proxy);
      const target = targetOf(ccf, given, deviation);
      await writeTargetFile(writeTarget, { ...target, ...(storage && { storage: [{ path: storage }] }) });
      const { apiRoot, onboardingRoot } = ccf;
      return { ready: 'ccf', apiRoot, ...(onboardingRoot && { onboardingRoot }), target: writeTarget };
    },
  );
}

function targetOf(ccf: Ccf, { host, policy, behindProxy }: CcfArguments, deviation: Deviation): WrittenTarget {
  const { apiRoot, onboardingRoot, trust, onboardingCredential, registrationCredential } = ccf;
  const traits = [
    ...traitsOf(deviation),
    ...(policy === undefined ? [] : [policy]),
    ...(behindProxy ? ['behind a proxy'] : []),
  ];
  return referenceTarget('ccf', traits, {
    endpoints: { capif: apiRoot, ...(onboardingRoot && { onboarding: onboardingRoot }) },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    listen: { host },
    claims: {
      ...claimsFor(deviation.variant),
      retention: policy === 'retain',
      // Annex A needs the secrets of the TLS session, which the proxy keeps to itself.
      ...(behindProxy && { methods: ['pki', 'oauth'] }),
    },
  });
}
