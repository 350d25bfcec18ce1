/** `list`: what there is to run, to judge and to use, by name. */
import { Argument, type Command } from 'commander';
import { KINDS, readCatalogue } from '../catalogue/catalogue.ts';
import { scenariosOption } from '../options.ts';
import { rowsOf, tableOf } from './rows.ts';

/** What the kill matrix and its literature call a fault is found by that word, too. */
const KINDS_AND_ALIAS = [...KINDS, 'mutants'];

/** Adds the command. */
export function addList(program: Command): void {
  program
    .command('list')
    .description('what there is, by name: scenarios, requirements, actions, probes, faults or variants')
    .addArgument(new Argument('<kind>', 'what to list').choices(KINDS_AND_ALIAS))
    .option('--json', 'as one JSON array, with all that is known of each')
    .addOption(scenariosOption())
    .addHelpText('after', HELP)
    .action(
      (
        word: string,
        { json = false, scenarios }: { readonly json?: boolean; readonly scenarios: readonly string[] },
      ) => {
        const kind = KINDS.find((one) => one === word) ?? 'faults';
        const rows = rowsOf(kind, readCatalogue(scenarios));
        process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(kind, rows));
      },
    );
}

const HELP = `
Each name can be given to "explain". "mutants" are faults by another name. Faults and variants are those of the simulated nodes, for "simulate".

Examples:
  capif-conformance list requirements
  capif-conformance list faults --json`;
