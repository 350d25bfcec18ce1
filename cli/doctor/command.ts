/** `doctor`: whether the harness can work with a target, and what to change where it cannot. */
import type { Command } from 'commander';
import { examine } from '../../harness/doctor/doctor.ts';
import { CLEAN_UP, type Finding } from '../../harness/doctor/finding.ts';
import { playable } from '../../harness/doctor/playable.ts';
import { ruledOut } from '../../harness/play/judging.ts';
import { NotPrepared, prepare } from '../../harness/play/prepare.ts';
import { oneLine } from '../../reports/outcome.ts';
import { namedTarget } from '../options.ts';
import { CliProblem } from '../problem.ts';
import { EXIT_INTERRUPTED, untilInterrupted } from '../signals.ts';
import { diagnosisText } from './text.ts';

/** Adds the command. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine a target before anything is judged: reach, certificates, clocks, credentials, operations, hooks',
    )
    .argument('<file>', 'target file', namedTarget('doctor'))
    .option('--json', 'the same as one JSON object')
    .addHelpText('after', HELP)
    .action(async (file: string, { json = false }: { readonly json?: boolean }) => {
      const { target, scenarios } = prepared(file);
      const say = () => process.stderr.write('Interrupted: what was made is put away; once more ends at once.\n');
      const { findings, interrupted } = await untilInterrupted(say, async (signal) => ({
        findings: await examine(target, signal),
        interrupted: signal.aborted,
      }));
      if (interrupted) return endedEarly(findings);
      const plays = playable(target, scenarios, (scenario, playing) => ruledOut({ scenario, target, ...playing }));
      const diagnosis = { target: target.name, role: target.role, file: target.file, findings, scenarios: plays };
      process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis));
      if (findings.some(({ status }) => status === 'problem')) process.exitCode = 2;
    });
}

/** No diagnosis: only what stayed at the target is told. */
function endedEarly(findings: readonly Finding[]): void {
  for (const { check, message } of findings) {
    if (check === CLEAN_UP) process.stderr.write(`Left at the target: ${oneLine(message)}\n`);
  }
  process.exitCode = EXIT_INTERRUPTED;
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

Exit code: 0 when the harness can work with it, 2 when something is to be mended first, 130 when it was interrupted; what
it made at the target is removed then, too.

Examples:
  capif-conformance doctor my-ccf.yaml
  capif-conformance doctor my-ccf.yaml --json`;
