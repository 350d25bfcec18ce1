/** `simulate invoker --write-target`: an API invoker under test as a process of its own, which the harness makes act by hooks. */
import { claimsFor } from '../../harness/target/variant-claims.ts';
import { createOnDemandInvoker, type OnDemandInvoker } from '../../simulators/invoker/on-demand.ts';
import { type ControlCommands, startControl } from './control.ts';
import { deviationOf, traitsOf } from './deviation.ts';
import { INVOKER_DEVIATIONS, type InvokerArguments } from './invoker.ts';
import { runNode } from './run.ts';
import { usableFolder } from './storage.ts';
import { referenceTarget, writeTargetFile } from './target-file.ts';

/** Runs until it is told to end. @throws {CliProblem} for an unknown name, a port in use, a file or folder that cannot be written. */
export async function simulateInvokerOnDemand(
  given: InvokerArguments & { readonly writeTarget: string; readonly port: number },
): Promise<void> {
  const deviation = deviationOf('invoker', given, INVOKER_DEVIATIONS);
  const storage = usableFolder(given.storage);
  await runNode(
    // Between two hooks an API invoker holds no connection, so that only the control port is to be closed.
    () => startControl(given.port, commandsOf(createOnDemandInvoker({ label: 'invoker', storage, ...deviation }))),
    async ({ url, hooks }) => {
      const target = referenceTarget('invoker', traitsOf(deviation), {
        claims: claimsFor(deviation.variant, 'invoker'),
        hooks,
        ...(storage && { storage: [{ path: storage }] }),
      });
      await writeTargetFile(given.writeTarget, target);
      return { ready: 'invoker', control: url, target: given.writeTarget };
    },
  );
}

function commandsOf({ onboard, invoke, trigger }: OnDemandInvoker): ControlCommands {
  return {
    onboard,
    async invoke(task) {
      await invoke(task);
      return {};
    },
    async trigger(task) {
      await trigger(task);
      return {};
    },
  };
}
