/** `doctor`: whether the harness can work with a target, and what to change where it cannot. */
import type { Command } from 'commander';
import { examine } from '../../harness/doctor/doctor.ts';
import { playable } from '../../harness/doctor/playable.ts';
import { ruledOut } from '../../harness/play/judging.ts';
import { NotPrepared, prepare } from '../../harness/play/prepare.ts';
import { CliProblem } from '../problem.ts';
import { diagnosisText } from './text.ts';

/** Adds the command. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine a target before anything is judged: reach, certificates, clocks, credentials, operations, hooks',
    )
    .argument('<file>', 'target file')
    .option('--json', 'the same as one JSON object')
    .addHelpText('after', HELP)
    .action(async (file: string, { json = false }: { readonly json?: boolean }) => {
      const { target, scenarios } = prepared(file);
      const findings = await examine(target);
      const plays = playable(target, scenarios, (scenario, playing) => ruledOut({ scenario, target, ...playing }));
      const diagnosis = { target: target.name, role: target.role, file: target.file, findings, scenarios: plays };
      process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis));
      if (findings.some(({ status }) => status === 'problem')) process.exitCode = 2;
    });
}

/** @throws {CliProblem} with the lines that a run would begin with. */
function prepared(file: string) {
  try {
    return prepare({ ...process.env, CAPIF_TARGET: file });
  } catch (error) {
    throw error instanceof NotPrepared ? new CliProblem(error.message, 2) : error;
  }
}

const HELP = `
A CAPIF core function is asked for everything that the scenarios need, on throw-away names: an API invoker and a provider
domain are enrolled, secured, offboarded and removed. An AEF or API invoker is started, and made to act, by its hooks.

✓ as it should be   ! may spoil verdicts   ✗ to be mended first, with the field of the target file   - not looked at

Exit code: 0 when the harness can work with it, 2 when something is to be mended first.

Examples:
  capif-conformance doctor my-ccf.yaml
  capif-conformance doctor my-ccf.yaml --json`;
