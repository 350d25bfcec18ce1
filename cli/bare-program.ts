import { Command } from 'commander';
import { harnessIdentity } from '../reports/harness.ts';
import { EXIT_CODE_HELP } from './run/codes.ts';

/** The command line before it has commands. It throws CommanderError. */
export function bareProgram(): Command {
  const { name, version } = harnessIdentity();
  return (
    new Command(name)
      .description(
        'Conformance tests and simulated nodes for CAPIF API invoker offboarding (3GPP TS 33.122 clause 6.8).',
      )
      .version(version)
      .exitOverride()
      // Commander puts its "did you mean" on a line of its own; a problem is one line here.
      .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
      .addHelpText('after', HELP)
  );
}

const HELP = `
A first look, without anything of yours:
  capif-conformance run                                             the built-in reference nodes, all green
  capif-conformance simulate ccf --fault keeps-tls-open --write-target ccf.yaml &
  capif-conformance run --target ccf.yaml                           one red verdict: S6-torn-down
  capif-conformance explain S6-torn-down                            what it means, and how it usually comes about

Your own implementation:
  capif-conformance init                                            writes a target file; asks what it needs to know
  capif-conformance validate capif-target.yaml
  capif-conformance doctor capif-target.yaml
  capif-conformance run --target capif-target.yaml

${EXIT_CODE_HELP}

"capif-conformance help COMMAND" tells more. The run itself is Playwright's: CAPIF_TARGET=FILE npx playwright test`;
