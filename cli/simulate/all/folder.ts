/** The folder in which a developer finds what the simulated nodes let them in with. Its owner alone can read it. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsFor } from '../../../harness/target/variant-claims.ts';
import { targetToYaml } from '../../../harness/target/write.ts';
import { CliProblem, codeOf } from '../../problem.ts';
import { usableFolder } from '../storage.ts';
import { referenceTarget } from '../target-file.ts';
import type { Simulation } from './nodes.ts';
import { readme } from './readme.ts';

/** Makes the folder, for its owner alone whatever it was before. @throws {CliProblem} when it cannot be used. */
export function ownFolder(path: string): string {
  const folder = usableFolder(path, '--folder');
  chmodSync(folder, 0o700);
  return folder;
}

/** Writes everything but `invoker/`, in which the API invoker keeps its own. @throws {CliProblem} when it cannot be written. */
export function fill(folder: string, simulation: Simulation): void {
  for (const name of ['aef', 'invoker']) usableFolder(join(folder, name), '--folder');
  for (const [name, content] of filesOf(simulation)) {
    const path = join(folder, name);
    try {
      // One that is there may have another mode, or be a link that somebody laid.
      rmSync(path, { force: true });
      writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      throw new CliProblem(`--folder: ${path} cannot be written (${codeOf(error) ?? 'unknown'}); name another folder`);
    }
  }
}

function filesOf(simulation: Simulation): Map<string, string> {
  const { place, provider, ccf, aef } = simulation;
  const files = new Map([
    ['ca.pem', place.trust.join('\n')],
    ['aef/aef.json', json({ ...idsOf(simulation), ...(aef && { serviceApi: aef.serviceApi }) })],
    ['README.md', readme(simulation)],
  ]);
  for (const [name, identity] of [
    ['aef/', provider.aef],
    ['aef/apf-', provider.apf],
  ] as const) {
    if (identity === undefined) continue;
    files.set(`${name}certificate.pem`, identity.certificate).set(`${name}private-key.pem`, identity.key);
  }
  if (place.onboardingCredential !== undefined) files.set('onboarding-credential', place.onboardingCredential);
  if (place.registrationCredential !== undefined) files.set('registration-credential', place.registrationCredential);
  if (ccf !== undefined) files.set('ccf.yaml', targetOf(simulation));
  return files;
}

function idsOf({ provider: { aefId, apfId }, aef }: Simulation): object {
  return { aefId, apfId, ...(aef && { notificationDestination: aef.notificationDestination }) };
}

/** The simulated CCF as a target: for the harness, and for further simulated nodes by their --ccf. */
function targetOf({ plan, place }: Simulation): string {
  const { onboardingCredential, registrationCredential } = place;
  return targetToYaml(
    referenceTarget('ccf', plan.faults.ccf, {
      endpoints: { capif: place.apiRoot, onboarding: place.onboardingRoot },
      trust: { ca: place.trust.join('\n') },
      identity: {
        ...(onboardingCredential !== undefined && { onboardingCredential }),
        ...(registrationCredential !== undefined && { registrationCredential }),
      },
      listen: { host: plan.host },
      claims: claimsFor(undefined),
    }),
  );
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
