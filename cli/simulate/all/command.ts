/** The words of `simulate all` on the command line. */
import { type Command, Option } from 'commander';
import { METHODS, ROLES } from '../../../scenarios/requirements/ledger.ts';
import { hostOption, portOption } from '../options.ts';
import { simulateAll } from './all.ts';
import { COMMAND_HELP } from './commands.ts';

/** Adds it. */
export function addAll(simulate: Command): void {
  simulate
    .command('all')
    .description('CCF, AEF and API invoker at once, or all but the one that you develop')
    .addOption(new Option('--without <role>', 'leave this one to you; credentials for it are made').choices(ROLES))
    .option('--ccf <file>', 'with --without ccf: the target file of yours')
    .option('--folder <folder>', 'for addresses, certificates and credentials (mode 0700)', 'capif-simulation')
    .addOption(
      new Option('--method <method>', 'how API invoker and AEF authenticate each other')
        .choices(METHODS)
        .default('pki'),
    )
    .addOption(
      new Option('--fault <role/name>', 'a misbehaviour, e.g. ccf/keeps-tls-open; may be given several times')
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], 'none'),
    )
    .addOption(portOption('CAPIF-1e'))
    .addOption(hostOption())
    .option(
      '--advertise <host>',
      'address or name under which yours reaches the simulated nodes; default: that of --host',
    )
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText('after', HELP)
    .action(simulateAll);
}

const width = Math.max(...Object.keys(COMMAND_HELP).map((word) => word.length));

const HELP = `
Every message is shown as a line: when, who to whom, what, the answer, and the TLS session that it was on. Where both ends
are simulated it is shown once.

Commands, as lines on stdin:
${Object.entries(COMMAND_HELP)
  .map(([word, what]) => `  ${word.padEnd(width)}  ${what}`)
  .join('\n')}
SIGINT (Ctrl+C) or SIGTERM ends everything; the end of stdin does not.

Examples:
  capif-conformance simulate all                           a whole CAPIF system; say "offboard", and watch clause 6.8
  capif-conformance simulate all --without aef             you develop an AEF
  capif-conformance simulate all --without invoker --method oauth --fault ccf/keeps-tls-open
  capif-conformance simulate all --without ccf --ccf capif-target.yaml`;
