/** `simulate ccf`: one reference CCF, and the target file by which the harness tests it. */
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { claimsFor } from '../../harness/target/variant-claims.ts';
import { type Ccf, startCcf } from '../../simulators/ccf/ccf.ts';
import { CCF_FAULTS } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../simulators/ccf/variants.ts';
import { type Deviation, type DeviationArguments, deviationOf, traitsOf } from './deviation.ts';
import { listening } from './listening.ts';
import { runNode } from './run.ts';
import { referenceTarget, writeTargetFile } from './target-file.ts';

/** As the command line has them. */
export interface CcfArguments extends DeviationArguments {
  readonly writeTarget: string;
  readonly port: number;
  readonly host: string;
  readonly policy?: 'retain';
}

export const CCF_DEVIATIONS = { faults: CCF_FAULTS, variants: CCF_VARIANTS };

/** Runs until it is told to end. @throws {CliProblem} for an unknown name, a port in use, a file that cannot be written. */
export async function simulateCcf(given: CcfArguments): Promise<void> {
  const { host, port, policy, writeTarget } = given;
  const deviation = deviationOf('ccf', given, CCF_DEVIATIONS);
  await runNode(
    () => listening(host, port, () => startCcf({ host, port, ...deviation, policy: { retain: policy === 'retain' } })),
    async (ccf) => {
      await writeTargetFile(writeTarget, targetOf(ccf, given, deviation));
      const { apiRoot, onboardingRoot } = ccf;
      return { ready: 'ccf', apiRoot, ...(onboardingRoot && { onboardingRoot }), target: writeTarget };
    },
  );
}

function targetOf(ccf: Ccf, { host, policy }: CcfArguments, deviation: Deviation): WrittenTarget {
  const { apiRoot, onboardingRoot, trust, onboardingCredential, registrationCredential } = ccf;
  const traits = [...traitsOf(deviation), ...(policy === undefined ? [] : [policy])];
  return referenceTarget('ccf', traits, {
    endpoints: { capif: apiRoot, ...(onboardingRoot && { onboarding: onboardingRoot }) },
    trust: { ca: trust },
    identity: { onboardingCredential, registrationCredential },
    listen: { host },
    claims: { ...claimsFor(deviation.variant), retention: policy === 'retain' },
  });
}
