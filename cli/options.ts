/** Options that several commands have alike. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { putAside, reportsProblem } from '../harness/folders/reports.ts';
import { CliProblem, messageOf } from './problem.ts';

/** `--scenarios DIR`, several times; empty for the project's own. */
export function scenariosOption(): Option {
  return new Option(
    '--scenarios <folder>',
    "scenarios of your own instead of the project's; may be given several times",
  )
    .argParser((folder: string, before: readonly string[]) => [...before, folder])
    .default([], "the project's own");
}

/**
 * Parses the name of a target file. An empty one is what a variable that is not set leaves of it, and no wish for the built-in nodes.
 *
 * @throws {CliProblem} (exit code 2)
 */
export function namedTarget(what: string): (file: string) => string {
  return (file) => {
    if (file.trim() !== '') return file;
    throw new CliProblem(`${what}: the name of the target file is empty; is the variable set that it comes from?`, 2);
  };
}

/**
 * Makes the folder for reports, and sees to it that nothing of somebody else's would be overwritten there.
 *
 * @param option - That names it.
 * @throws {CliProblem} (exit code 2)
 */
export function requireReports(option: string, folder: string): void {
  const problem = reportsProblem(resolve(folder));
  if (problem !== undefined) throw new CliProblem(`${option} ${folder}: ${problem}`, 2);
}

/**
 * Puts the reports of an earlier run aside, lest they be taken for what comes now.
 *
 * @param option - That names the folder.
 * @throws {CliProblem} (exit code 2) when they cannot be.
 */
export function putReportsAside(option: string, folder: string): void {
  try {
    putAside(folder);
  } catch (error) {
    throw new CliProblem(`${option}: ${messageOf(error)}`, 2);
  }
}
