import { Command } from 'commander';
import { harnessIdentity } from '../reports/harness.ts';
import { addCompletion } from './completion/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addExplain } from './explain/command.ts';
import { addInit } from './init/command.ts';
import { addList } from './list/command.ts';
import { addBundle } from './report/bundle.ts';
import { addDiff } from './report/diff.ts';
import { addGate } from './report/gate.ts';
import { addReport } from './report/report.ts';
import { addRun } from './run/command.ts';
import { EXIT_CODE_HELP } from './run/exit-code.ts';
import { addSchema } from './schema/command.ts';
import { addSimulate } from './simulate/command.ts';
import { addValidate } from './validate/command.ts';

/** The command line. Its commands throw {@link CliProblem} and `TargetProblem`; itself it throws CommanderError. */
export function createProgram(): Command {
  const { name, version } = harnessIdentity();
  const program = new Command(name)
    .description('Conformance tests and simulated nodes for CAPIF API invoker offboarding (3GPP TS 33.122 clause 6.8).')
    .version(version)
    .exitOverride()
    // Commander puts its "did you mean" on a line of its own; a problem is one line here.
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) })
    .addHelpText('after', HELP);
  addInit(program);
  addValidate(program);
  addDoctor(program);
  addRun(program);
  addList(program);
  addExplain(program);
  addSimulate(program);
  addSchema(program);
  addCompletion(program);
  addReport(program);
  addGate(program);
  addDiff(program);
  addBundle(program);
  return program;
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
