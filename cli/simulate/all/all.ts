/** `simulate all`: the other roles, up at once, for whoever develops one. */
import { displayed } from '../../../harness/target/yaml/file.ts';
import { type Answer, answerLines } from '../lines.ts';
import { forever, printLine, runNode } from '../run.ts';
import { COMMAND_HELP, commandsOf, faultsOn } from './commands.ts';
import { fill, ownFolder } from './folder.ts';
import { lineOf } from './line.ts';
import { bringUp, type Simulation } from './nodes.ts';
import { type AllArguments, planOf } from './plan.ts';
import { Watch } from './watch.ts';

/** Runs until it is told to end. @throws {CliProblem} or `TargetProblem` when it cannot start. */
export async function simulateAll(given: AllArguments): Promise<void> {
  const plan = planOf(given);
  const folder = ownFolder(given.folder);
  const json = given.json ?? false;
  const print = (line: string, message: object) => (json ? printLine(message) : process.stdout.write(`${line}\n`));
  const watch = new Watch((sight) => print(lineOf(sight), sight));
  await runNode(
    () => bringUp(plan, folder, watch),
    (simulation) => {
      fill(folder, simulation);
      return json ? ready(simulation, folder) : inWords(simulation, folder);
    },
    async (simulation) => {
      const input = process.stdin;
      await answerLines(
        commandsOf(simulation, watch, () => fill(folder, simulation)),
        {
          input,
          print: (answer) => print(answerInWords(answer), answer),
        },
      );
      // The end of stdin is not the end: it may run in the background.
      await forever();
    },
  );
}

function ready(simulation: Simulation, folder: string): object {
  const { plan, place, aef, invoker } = simulation;
  return {
    ready: plan.roles,
    folder,
    apiRoot: place.apiRoot,
    onboardingRoot: place.onboardingRoot,
    ...(aef && { aefId: aef.aefId, serviceApi: aef.serviceApi, notificationDestination: aef.notificationDestination }),
    apiInvokerId: invoker.apiInvokerId,
    faults: faultsOn(simulation),
  };
}

function inWords(simulation: Simulation, folder: string): string {
  const { plan, place, aef, invoker } = simulation;
  const of = displayed(folder);
  const yours = plan.roles.includes('invoker') ? 'simulated' : 'for yours';
  const lines: [string, string][] = [
    ['simulated', plan.roles.join(', ')],
    ['CCF', place.apiRoot],
    ...(aef
      ? ([
          ['service API', `https://${aef.serviceApi.host}:${aef.serviceApi.port}, AEF ID ${aef.aefId}`],
          ['notifications', aef.notificationDestination],
        ] satisfies [string, string][])
      : [['AEF, for yours', `${of}/aef/certificate.pem, private-key.pem; aef.json`] satisfies [string, string]]),
    [`API invoker, ${yours}`, `${invoker.apiInvokerId}; ${of}/invoker/certificate.pem, private-key.pem`],
    ['CA', `${of}/ca.pem`],
    ['credentials', `${of}/onboarding-credential, registration-credential`],
    ['requests to try', `${of}/README.md`],
    ['commands', `${Object.keys(COMMAND_HELP).join(' · ')}; Ctrl+C ends all`],
  ];
  const width = Math.max(...lines.map(([what]) => what.length));
  return `\n${lines.map(([what, where]) => `  ${what.padEnd(width)}  ${where}`).join('\n')}\n\n`;
}

/** E.g. `» offboard: status 204`. */
function answerInWords({ command, ...told }: Answer): string {
  const words = Object.entries(told).map(([what, value]) => `${what} ${wordsOf(value)}`);
  return `» ${command}: ${words.join('; ')}`;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, text]) => `\n    ${name}: ${text}`)
      .join('');
  }
  return String(value);
}
