import { Command } from 'commander';
import { harnessIdentity } from '../reports/harness.ts';
import { addSimulate } from './simulate/command.ts';

/** The command line. Its commands throw {@link CliProblem} and `TargetProblem`; itself it throws CommanderError. */
export function createProgram(): Command {
  const { name, version } = harnessIdentity();
  const program = new Command(name)
    .description('Conformance tests and simulated nodes for CAPIF API invoker offboarding (3GPP TS 33.122 clause 6.8).')
    .version(version)
    .exitOverride()
    // Commander puts its "did you mean" on a line of its own; a problem is one line here.
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
    .addHelpText('after', () => `\nThe tests themselves are run by Playwright: CAPIF_TARGET=FILE npx playwright test`);
  addSimulate(program);
  return program;
}
