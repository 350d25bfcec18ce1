/** `simulate`: the words of the command line; what they do is in the files beside. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CCF_FAULTS } from '../../simulators/ccf/faults.ts';
import { CCF_VARIANTS } from '../../simulators/ccf/variants.ts';
import { simulateAef } from './aef.ts';
import { simulateCcf } from './ccf.ts';
import { simulateInvoker } from './invoker.ts';

/** Adds the command and its three nodes. */
export function addSimulate(program: Command): void {
  const simulate = program
    .command('simulate')
    .description('run one simulated CAPIF node as a process of its own')
    .addHelpText('after', COMMON);
  addCcf(simulate);
  addAef(simulate);
  addInvoker(simulate);
}

const COMMON = `
A node prints one JSON line when it is ready; there are no secrets in it. It ends on SIGTERM or SIGINT.
Exit code: 0 after such an end, 1 when the node could not do its work (one line says why), 2 for a wrong command line.`;

function addCcf(simulate: Command): void {
  simulate
    .command('ccf')
    .description('a reference CAPIF core function, which can be told to misbehave')
    .requiredOption('--write-target <file>', 'target file by which the harness tests it; holds credentials (mode 0600)')
    .option('--port <number>', 'port of CAPIF-1e; 0 lets the system choose', portNumber, 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--fault <name>', 'a misbehaviour; may be given several times, and all apply')
        .argParser(collected)
        .default([], 'none'),
    )
    .option('--variant <name>', 'one freedom of the specification to use; the target file claims what fits it')
    .addOption(
      new Option('--policy <name>', 'operator policy: retain information of the offboarded').choices(['retain']),
    )
    .addHelpText('after', () => `${listed('Faults', CCF_FAULTS)}\n${listed('Variants', CCF_VARIANTS)}\n${CCF_EXAMPLE}`)
    .action(simulateCcf);
}

const CCF_EXAMPLE = `
Example:
  capif-conformance simulate ccf --fault keeps-tls-open --write-target ccf.yaml &
  CAPIF_TARGET=ccf.yaml npx playwright test

Ready line: { "ready": "ccf", "apiRoot", "onboardingRoot" (where it is another), "target" }
${COMMON}`;

function addAef(simulate: Command): void {
  simulate
    .command('aef')
    .description('an API exposing function: registers, publishes its service API, subscribes, serves')
    .requiredOption('--ccf <file>', 'target file of the CAPIF core function to register at')
    .addHelpText('after', AEF_HELP)
    .action(simulateAef);
}

const AEF_HELP = `
Commands, as lines on stdin, each answered by one JSON line:
  prepare <apiInvokerId>   bring up to date what is held of this API invoker, from the CCF. Needed before its first call
                           with TLS-PSK, since a handshake cannot wait for the CCF, and after it changed its method.
The end of stdin does not end the AEF.

Ready line: { "ready": "aef", "aefId", "serviceApi", "notificationDestination" }
${COMMON}`;

function addInvoker(simulate: Command): void {
  simulate
    .command('invoker')
    .description('an API invoker: onboards, then does what lines on stdin say')
    .requiredOption('--ccf <file>', 'target file of the CAPIF core function to onboard at')
    .addHelpText('after', INVOKER_HELP)
    .action(simulateInvoker);
}

const INVOKER_HELP = `
Commands, as lines on stdin, each answered by one JSON line:
  secure psk|pki|oauth <serviceApi>   obtain the security method for a service API: the JSON object that the ready line
                                      of "simulate aef" has as "serviceApi". With oauth an access token too.
  invoke                              call that service API
  offboard                            leave, by clause 6.8
The end of stdin ends the API invoker, which stays onboarded unless it has offboarded.

Ready line: { "ready": "invoker", "apiInvokerId" }
${COMMON}`;

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

function collected(name: string, before: readonly string[]): string[] {
  return [...before, name];
}

function listed(title: string, table: Readonly<Record<string, { readonly describe: string }>>): string {
  const width = Math.max(...Object.keys(table).map((name) => name.length));
  const lines = Object.entries(table).map(([name, { describe }]) => `  ${name.padEnd(width)}  ${describe}`);
  return ['', `${title}:`, ...lines].join('\n');
}
