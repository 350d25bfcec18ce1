/** `list`: what there is to run, to judge and to use, by name. */
import { Argument, type Command } from 'commander';
import { KINDS, type Kind, readCatalogue } from '../catalogue/catalogue.ts';
import { scenariosOption } from '../options.ts';
import { rowsOf, tableOf } from './rows.ts';

/** Adds the command. */
export function addList(program: Command): void {
  program
    .command('list')
    .description('what there is, by name: scenarios, requirements, actions, probes, faults or variants')
    .addArgument(new Argument('<kind>', 'what to list').choices(KINDS))
    .option('--json', 'as one JSON array, with all that is known of each')
    .addOption(scenariosOption())
    .addHelpText('after', HELP)
    .action(
      (kind: Kind, { json = false, scenarios }: { readonly json?: boolean; readonly scenarios: readonly string[] }) => {
        const rows = rowsOf(kind, readCatalogue(scenarios));
        process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(kind, rows));
      },
    );
}

const HELP = `
Each name can be given to "explain". Faults and variants are those of the simulated nodes, for "simulate".

Examples:
  capif-conformance list requirements
  capif-conformance list faults --json`;
