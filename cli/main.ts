/** The process behind `capif-conformance`: plays the command, tells what went wrong in one line, and exits with what that means. */
import { CommanderError } from 'commander';
import { CliProblem, messageOf, unforeseen } from './problem.ts';
import { programFor } from './program-for.ts';
import { EXIT_CODES } from './run/codes.ts';

/** 0: done. 1: it could not be done. 2: the command line makes no sense. 4: nobody foresaw it. Commands that judge have more, and set `process.exitCode`. */
async function run(): Promise<number> {
  try {
    const program = await programFor(process.argv.slice(2));
    await program.parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const foreseen = error instanceof CliProblem || (await isOfTarget(error));
    process.stderr.write(`${foreseen ? messageOf(error) : unforeseen(error)}\n`);
    if (!foreseen) return EXIT_CODES.harnessError;
    return error instanceof CliProblem ? error.exitCode : 2;
  }
}

/** Asked here, since whoever throws one has loaded what makes it: commands that do not read targets do not wait for that. */
async function isOfTarget(error: unknown): Promise<boolean> {
  const { TargetProblem } = await import('../harness/target/load.ts');
  return error instanceof TargetProblem;
}

// Not exitCode alone: a timer that bounds an ending must not keep the process once everything has ended.
process.exit(await run());
