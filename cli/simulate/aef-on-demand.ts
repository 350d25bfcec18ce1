/** `simulate aef --write-target`: an AEF under test as a process of its own, which the harness starts and stops by hooks. */
import { claimsFor } from '../../harness/target/variant-claims.ts';
import type { Aef } from '../../simulators/aef/aef.ts';
import { type OnDemandAefOptions, startOnDemandAef } from '../../simulators/aef/on-demand.ts';
import { interfaceAt } from '../../simulators/capif/service-api.ts';
import { CliProblem } from '../problem.ts';
import { AEF_DEVIATIONS, type AefArguments } from './aef.ts';
import { type Control, startControl } from './control.ts';
import { deviationOf, traitsOf } from './deviation.ts';
import { runNode } from './run.ts';
import { usableFolder } from './storage.ts';
import { referenceTarget, writeTargetFile } from './target-file.ts';

/** Runs until it is told to end. @throws {CliProblem} for an unknown name, a port in use, a file or folder that cannot be written. */
export async function simulateAefOnDemand(
  given: AefArguments & { readonly writeTarget: string; readonly port: number },
): Promise<void> {
  const { host, port, writeTarget } = given;
  const deviation = deviationOf('aef', given, AEF_DEVIATIONS);
  const storage = usableFolder(given.storage);
  mustBePublishable(host);
  await runNode(
    () => startControlled({ label: 'aef', host, storage, ...deviation }, port),
    async ({ url, hooks }) => {
      const target = referenceTarget('aef', traitsOf(deviation), {
        listen: { host },
        claims: claimsFor(deviation.variant, 'aef'),
        hooks,
        ...(storage && { storage: [{ path: storage }] }),
      });
      await writeTargetFile(writeTarget, target);
      return { ready: 'aef', control: url, target: writeTarget };
    },
  );
}

/** Told now, and not when the harness starts it. */
function mustBePublishable(host: string): void {
  try {
    interfaceAt(host, 0);
  } catch {
    throw new CliProblem(`--host: ${host} cannot be published; name an IP address or a fully qualified domain name`);
  }
}

/** One AEF at most: a second start is that of a new run, whose CCF is another. */
async function startControlled(options: OnDemandAefOptions, port: number): Promise<Control> {
  let running: Aef | undefined;
  const end = async () => {
    const former = running;
    running = undefined;
    await former?.close();
    return {};
  };
  const control = await startControl(port, {
    async start(task) {
      await end();
      const { aef, serviceApi, notificationDestination } = await startOnDemandAef(options, task);
      running = aef;
      return { serviceApi, notificationDestination };
    },
    stop: end,
  });
  return {
    ...control,
    async close() {
      await Promise.all([control.close(), end()]);
    },
  };
}
