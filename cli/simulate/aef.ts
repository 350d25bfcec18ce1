/** `simulate aef --ccf`: an AEF at a CCF that runs elsewhere. */
import type { CcfTarget } from '../../harness/target/target.ts';
import { oneLine } from '../../reports/outcome.ts';
import type { Aef, AefOptions } from '../../simulators/aef/aef.ts';
import { AEF_FAULTS } from '../../simulators/aef/faults.ts';
import { startSubscribedAef } from '../../simulators/aef/on-demand.ts';
import { AEF_VARIANTS } from '../../simulators/aef/variants.ts';
import { CliProblem, messageOf } from '../problem.ts';
import { connectionOptions, loadCcf } from './ccf-of-target.ts';
import { type DeviationArguments, deviationOf } from './deviation.ts';
import { answerLines } from './lines.ts';
import { forever, runNode } from './run.ts';
import { usableFolder } from './storage.ts';

/** As the command line has them, whichever way the AEF is run. */
export interface AefArguments extends DeviationArguments {
  readonly host: string;
  readonly storage?: string;
}

export const AEF_DEVIATIONS = { faults: AEF_FAULTS, variants: AEF_VARIANTS };

/** Runs until it is told to end. @throws {CliProblem} or `TargetProblem` when it cannot start. */
export async function simulateAef(given: Omit<AefArguments, 'host'> & { readonly ccf: string }): Promise<void> {
  const own = { ...deviationOf('aef', given, AEF_DEVIATIONS), storage: usableFolder(given.storage) };
  const ccf = loadCcf(given.ccf);
  await runNode(
    () => start(ccf, own),
    ({ aefId, serviceApi, notificationDestination }) => ({ ready: 'aef', aefId, serviceApi, notificationDestination }),
    async (aef) => {
      await answerLines({ prepare: (apiInvokerId) => prepare(aef, apiInvokerId) });
      await forever();
    },
  );
}

async function start(ccf: CcfTarget, own: Pick<AefOptions, 'fault' | 'variant' | 'storage'>): Promise<Aef> {
  const { endpoints, trust, identity, listen, claims } = ccf;
  try {
    return await startSubscribedAef({
      ccfRoot: endpoints.capif,
      registrationRoot: endpoints.onboarding,
      ccfTrust: trust.ca,
      registrationCredential: identity.registrationCredential,
      label: 'aef',
      ...listen,
      capif3: claims.capif3,
      ...connectionOptions(ccf),
      ...own,
    });
  } catch (error) {
    throw new CliProblem(`the AEF cannot serve with the CCF of ${ccf.file}: ${oneLine(messageOf(error))}`);
  }
}

async function prepare(aef: Aef, apiInvokerId: string): Promise<object> {
  if (apiInvokerId === '') throw new Error('which API invoker? Say: prepare <apiInvokerId>');
  const { response, failure } = await aef.prepareFor(apiInvokerId);
  return response === undefined ? { error: failure?.message ?? 'no answer' } : { status: response.status };
}
