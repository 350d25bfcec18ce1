/** `explain`: what a name means. */
import type { Command } from 'commander';
import { type Catalogue, readCatalogue } from '../catalogue/catalogue.ts';
import { rowsOf, tableOf } from '../list/rows.ts';
import { scenariosOption } from '../options.ts';
import { explanationsOf } from './find.ts';
import { explanationText } from './text.ts';

/** Adds the command. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('what a name means: a requirement, scenario, precondition, action, probe, fault or variant')
    .argument(
      '<name>',
      'a name from "list", or S6 for the requirements of step 6; aef/NAME where several nodes have a fault of that name',
    )
    .addOption(scenariosOption())
    .addHelpText('after', HELP)
    .action((name: string, { scenarios }: { readonly scenarios: readonly string[] }) => {
      const catalogue = readCatalogue(scenarios);
      process.stdout.write(
        stepTable(name, catalogue) ?? explanationsOf(name, catalogue).map(explanationText).join('\n'),
      );
    });
}

const HELP = `
Of a requirement it tells the clause in our words, whom it binds, why it matters, how it is observed, what counts as
which verdict, how implementations usually come to break it, the faults that do so on purpose, the scenarios that judge
it, and the line of its check.

Examples:
  capif-conformance explain S6-torn-down
  capif-conformance explain S6                 the requirements of step 6
  capif-conformance explain ccf/keeps-tls-open`;

/** The requirements of a step of the clause, as "list" has them, where that is what is asked for. */
export function stepTable(name: string, catalogue: Catalogue): string | undefined {
  const prefix = `${name.toUpperCase()}-`;
  const rows = rowsOf('requirements', catalogue).filter(({ id }) => String(id).startsWith(prefix));
  return /^s\d+$/i.test(name) && rows.length > 0 ? tableOf('requirements', rows) : undefined;
}
