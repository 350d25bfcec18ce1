/** `simulate aef`: an AEF at a CCF that runs elsewhere. */
import type { CcfTarget } from '../../harness/target/target.ts';
import { oneLine } from '../../reports/outcome.ts';
import { type Aef, startAef } from '../../simulators/aef/aef.ts';
import { CliProblem, messageOf } from '../problem.ts';
import { connectionOptions, loadCcf } from './ccf-of-target.ts';
import { answerLines } from './lines.ts';
import { forever, runNode } from './run.ts';

/** Runs until it is told to end. @throws {CliProblem} or `TargetProblem` when it cannot start. */
export async function simulateAef({ ccf: file }: { readonly ccf: string }): Promise<void> {
  const ccf = loadCcf(file);
  await runNode(
    () => start(ccf),
    ({ aefId, serviceApi, notificationDestination }) => ({ ready: 'aef', aefId, serviceApi, notificationDestination }),
    async (aef) => {
      await answerLines({ prepare: (apiInvokerId) => prepare(aef, apiInvokerId) });
      await forever();
    },
  );
}

async function start(ccf: CcfTarget): Promise<Aef> {
  const { endpoints, trust, identity, listen, claims } = ccf;
  let aef: Aef | undefined;
  try {
    aef = await startAef({
      ccfRoot: endpoints.capif,
      registrationRoot: endpoints.onboarding,
      ccfTrust: trust.ca,
      registrationCredential: identity.registrationCredential,
      label: 'aef',
      ...listen,
      capif3: claims.capif3,
      ...connectionOptions(ccf),
    });
    const { response, failure } = await aef.subscribe();
    if (aef.subscription !== undefined) return aef;
    throw new Error(`its subscription was answered ${response?.status ?? failure?.message ?? 'with nothing'}`);
  } catch (error) {
    await aef?.close();
    throw new CliProblem(`the AEF cannot serve with the CCF of ${ccf.file}: ${oneLine(messageOf(error))}`);
  }
}

async function prepare(aef: Aef, apiInvokerId: string): Promise<object> {
  if (apiInvokerId === '') throw new Error('which API invoker? Say: prepare <apiInvokerId>');
  const { response, failure } = await aef.prepareFor(apiInvokerId);
  return response === undefined ? { error: failure?.message ?? 'no answer' } : { status: response.status };
}
