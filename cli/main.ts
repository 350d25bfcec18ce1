/** The process behind `capif-conformance`: plays the command, tells what went wrong in one line, and exits with what that means. */
import { CommanderError } from 'commander';
import { TargetProblem } from '../harness/target/load.ts';
import { CliProblem } from './problem.ts';
import { createProgram } from './program.ts';

/** 0: done. 1: it could not be done. 2: the command line makes no sense. Commands that judge have more, and set `process.exitCode`. */
async function run(): Promise<number> {
  try {
    await createProgram().parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliProblem || error instanceof TargetProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof CliProblem ? error.exitCode : 2;
  }
}

// Not exitCode alone: a timer that bounds an ending must not keep the process once everything has ended.
process.exit(await run());
