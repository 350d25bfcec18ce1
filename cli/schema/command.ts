/** `schema`: the JSON Schema of a kind of file, for editors and other tools. */
import type { Command } from 'commander';
import { baselineJsonSchema } from '../../harness/baseline/schema.ts';
import { EXTENSIONS } from '../../harness/extensions/installed.ts';
import { NAMES } from '../../harness/play/prepare.ts';
import { scenarioJsonSchema } from '../../harness/scenario/schema.ts';
import { targetJsonSchema } from '../../harness/target/schema.ts';
import { conformanceJsonSchema } from '../../reports/conformance.ts';
import { loadLedger } from '../../scenarios/requirements/ledger.ts';
import { CliProblem } from '../problem.ts';

const SCHEMAS = {
  scenario: () => scenarioJsonSchema(NAMES, loadLedger()),
  target: targetJsonSchema,
  conformance: conformanceJsonSchema,
  'known-deviations': baselineJsonSchema,
} satisfies Record<string, () => object>;

/** Adds the command. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of a kind of file')
    .addArgument(program.createArgument('<kind>', 'what kind').choices(Object.keys(SCHEMAS)))
    .addHelpText('after', HELP)
    .action((kind: keyof typeof SCHEMAS) => {
      const schema = SCHEMAS[kind]();
      if (EXTENSIONS.problems.length > 0) throw new CliProblem(EXTENSIONS.problems.join('\n'), 2);
      process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`);
    });
}

const HELP = `
The package has each as a file, which "init" refers to. The schema of scenarios that is printed knows the actions, probes and
requirements of CAPIF_EXTENSIONS as well, which that file cannot.

Example:
  CAPIF_EXTENSIONS=acme.mts capif-conformance schema scenario > scenario.schema.json
with, as the first line of a scenario:  # yaml-language-server: $schema=./scenario.schema.json`;
