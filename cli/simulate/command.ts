/** `simulate`: the words of the command line; what they do is in the files beside. */
import { type Command, Option } from 'commander';
import { AEF_DEVIATIONS, type AefArguments, simulateAef } from './aef.ts';
import { simulateAefOnDemand } from './aef-on-demand.ts';
import { addAll } from './all/command.ts';
import { CCF_DEVIATIONS, simulateCcf } from './ccf.ts';
import { INVOKER_DEVIATIONS, type InvokerArguments, simulateInvoker } from './invoker.ts';
import { simulateInvokerOnDemand } from './invoker-on-demand.ts';
import {
  COMMON,
  faultOption,
  hostOption,
  listed,
  portOption,
  storageOption,
  variantOption,
  writeTargetOption,
} from './options.ts';

/** Adds the command: its three nodes, and all of them at once. */
export function addSimulate(program: Command): void {
  const simulate = program
    .command('simulate')
    .description('run simulated CAPIF nodes: one as a process of its own, or all at once')
    .addHelpText('after', COMMON);
  addCcf(simulate);
  addAef(simulate);
  addInvoker(simulate);
  addAll(simulate);
}

function addCcf(simulate: Command): void {
  simulate
    .command('ccf')
    .description('a reference CAPIF core function, which can be told to misbehave')
    .addOption(writeTargetOption('; holds credentials').makeOptionMandatory())
    .addOption(portOption('CAPIF-1e'))
    .addOption(hostOption())
    .addOption(faultOption())
    .addOption(variantOption())
    .addOption(
      new Option('--policy <name>', 'operator policy: retain information of the offboarded').choices(['retain']),
    )
    .addOption(storageOption(OF_INVOKERS))
    .option('--behind-proxy <url>', 'serve plain HTTP behind a proxy with this URL, which terminates TLS')
    .option('--proxy-folder <folder>', 'where certificates and nginx.conf for that proxy go')
    .addHelpText('after', () => `${listed(CCF_DEVIATIONS)}\n${CCF_EXAMPLE}`)
    .action(simulateCcf);
}

/** What a CCF or AEF keeps in its storage. */
const OF_INVOKERS = 'what it holds of API invokers';

const CCF_EXAMPLE = `
Example:
  capif-conformance simulate ccf --fault keeps-tls-open --write-target ccf.yaml &
  CAPIF_TARGET=ccf.yaml npx playwright test

--storage becomes the "storage" of the target file, which is scanned for what offboarding left behind.

Behind a proxy it believes what that says of the client, so let nobody else reach its port:
  capif-conformance simulate ccf --behind-proxy https://127.0.0.1:8443 --proxy-folder proxy --write-target ccf.yaml &
  nginx -p proxy -c nginx.conf

Ready line: { "ready": "ccf", "apiRoot", "onboardingRoot" (where it is another), "target" }
${COMMON}`;

function addAef(simulate: Command): void {
  const node = simulate.command('aef').description('an API exposing function, which can be told to misbehave');
  withTwoWays(node, 'register', [hostOption()])
    .addOption(storageOption(OF_INVOKERS))
    .addHelpText('after', () => `${listed(AEF_DEVIATIONS)}\n${AEF_HELP}`)
    .action((given: AefArguments & TwoWays) => {
      const { writeTarget } = given;
      return writeTarget === undefined
        ? simulateAef({ ...given, ccf: neededCcf(node, given) })
        : simulateAefOnDemand({ ...given, writeTarget });
    });
}

const AEF_HELP = `
With --write-target it waits until the harness starts it, at the harness's own CAPIF core function; --storage becomes the
"storage" of the target file, which is scanned for what offboarding left behind:
  capif-conformance simulate aef --fault keeps-aefpsk --write-target aef.yaml &
  CAPIF_TARGET=aef.yaml npx playwright test
Ready line: { "ready": "aef", "control" (where its hooks are), "target" }

With --ccf it registers, publishes its service API, subscribes and serves at once.
Ready line: { "ready": "aef", "aefId", "serviceApi", "notificationDestination" }
Commands, as lines on stdin, each answered by one JSON line:
  prepare <apiInvokerId>   bring up to date what is held of this API invoker, from the CCF. Needed before its first call
                           with TLS-PSK, unless the API invoker has asked for that itself, and after it changed its method.
The end of stdin does not end the AEF.
${COMMON}`;

function addInvoker(simulate: Command): void {
  const node = simulate.command('invoker').description('an API invoker, which can be told to misbehave');
  withTwoWays(node, 'onboard', [])
    .addOption(storageOption('its credentials'))
    .addHelpText('after', () => `${listed(INVOKER_DEVIATIONS)}\n${INVOKER_HELP}`)
    .action((given: InvokerArguments & TwoWays) => {
      const { writeTarget } = given;
      return writeTarget === undefined
        ? simulateInvoker({ ...given, ccf: neededCcf(node, given) })
        : simulateInvokerOnDemand({ ...given, writeTarget });
    });
}

const INVOKER_HELP = `
With --write-target it waits until the harness makes it act, at the harness's own CAPIF core function and AEF; --storage
becomes the "storage" of the target file, which is scanned for what offboarding left behind:
  capif-conformance simulate invoker --fault keeps-token-in-log --storage credentials --write-target invoker.yaml &
  CAPIF_TARGET=invoker.yaml npx playwright test
Ready line: { "ready": "invoker", "control" (where its hooks are), "target" }

With --ccf it onboards at once, and then does what lines on stdin say.
Ready line: { "ready": "invoker", "apiInvokerId" }
Commands, each answered by one JSON line:
  secure psk|pki|oauth <serviceApi>   obtain the security method for a service API: the JSON object that the ready line
                                      of "simulate aef" has as "serviceApi". With oauth an access token too.
  invoke                              call that service API
  offboard                            leave, by clause 6.8
The end of stdin ends the API invoker, which stays onboarded unless it has offboarded.
${COMMON}`;

/** The two ways to run an AEF or an API invoker, of which the command line takes one: led by the harness, or at a CCF that is there. */
interface TwoWays {
  readonly ccf?: string;
  readonly writeTarget?: string;
  readonly port: number;
}

/** @param ledOnly - Options that make sense with `--write-target` alone, beside the port of the hooks. */
function withTwoWays(node: Command, verb: string, ledOnly: readonly Option[]): Command {
  node.addOption(writeTargetOption());
  node.addOption(
    new Option('--ccf <file>', `target file of the CAPIF core function to ${verb} at`).conflicts('writeTarget'),
  );
  for (const option of [...ledOnly, portOption('its hooks, on 127.0.0.1')]) node.addOption(option.conflicts('ccf'));
  return node.addOption(faultOption()).addOption(variantOption());
}

function neededCcf(node: Command, { ccf }: TwoWays): string {
  return ccf ?? node.error("error: either '--write-target <file>' or '--ccf <file>' must be specified");
}
