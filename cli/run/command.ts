/** `run` and `rerun`: the conformance run, and what failed of it once more. */
import { delimiter, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { loadTarget } from '../../harness/target/load.ts';
import { gateReasons } from '../../reports/gate.ts';
import { oneLine } from '../../reports/outcome.ts';
import { PROJECT } from '../catalogue/place.ts';
import { namedTarget, putReportsAside, requireReports, scenariosOption } from '../options.ts';
import { CliProblem } from '../problem.ts';
import { argumentProblem } from './arguments.ts';
import { EXIT_CODE_HELP } from './codes.ts';
import { exitCodeOf } from './exit-code.ts';
import { playwright } from './playwright.ts';
import { failedTitles, grepFor, readReport } from './report.ts';

interface RunArguments {
  readonly target?: string;
  readonly scenarios: readonly string[];
  readonly reports: string;
  readonly keep?: boolean;
  readonly progress: 'live' | 'lines' | 'off';
  readonly grep?: string;
}

/** Adds both. */
export function addRun(program: Command): void {
  common(program.command('run'), 'play the scenarios against a target, judge, and write the reports')
    .option('-g, --grep <pattern>', 'only scenarios whose title or tag matches, e.g. @psk, @S6-torn-down, ccf-two-aefs')
    .addHelpText('after', RUN_HELP)
    .action((args: readonly string[], given: RunArguments) => play(given, [...grep(given.grep), ...args]));
  common(program.command('rerun'), 'play again what failed, could not be told or was not played in the last run')
    .addHelpText('after', RERUN_HELP)
    .action((args: readonly string[], given: RunArguments) => playFailed(given, args));
}

function common(command: Command, description: string): Command {
  return command
    .description(description)
    .argument('[playwright arguments...]', 'passed on to "playwright test", options too')
    .allowUnknownOption()
    .option(
      '-t, --target <file>',
      'target file; default CAPIF_TARGET, else the built-in reference nodes',
      namedTarget('--target'),
    )
    .addOption(scenariosOption())
    .option(
      '--reports <folder>',
      'where the reports go; default CAPIF_REPORTS, else reports/out',
      process.env.CAPIF_REPORTS || 'reports/out',
    )
    .option(
      '--keep',
      'leave at the target what was made there: API invokers, provider domains, service APIs, subscriptions',
    )
    .addOption(
      new Option('--progress <how>', 'show each step while it is played: on one line, or as lines of a log')
        .choices(['live', 'lines', 'off'])
        .default(process.stderr.isTTY ? 'live' : 'off', 'live on a terminal, else off'),
    );
}

const RUN_HELP = `
${EXIT_CODE_HELP}

Examples:
  capif-conformance run --target my-ccf.yaml
  capif-conformance run --target my-ccf.yaml --grep @S6-torn-down
  capif-conformance run --workers=1 --repeat-each=3`;

const RERUN_HELP = `
Reads conformance.json in the folder of reports, and replaces it: the new report says that the rest was not looked at,
so that success is exit code 3. Give the same --target and --scenarios as before.
"Not played" are scenarios that were chosen and not reached: the run was interrupted, or stopped by --max-failures. What a
filter left out was not chosen, and is not played here either; "run" without the filter does. Where nothing is to be played
again, the exit code is that of the last run, and each reason is told.

Examples:
  capif-conformance rerun --target my-ccf.yaml`;

/** Plays, and leaves in `process.exitCode` what the report says. */
async function play(given: RunArguments, args: readonly string[]): Promise<void> {
  const problem = argumentProblem(args);
  if (problem !== undefined) throw new CliProblem(problem, 2);
  const folder = resolve(given.reports);
  const plays = !args.some((argument) => ['--list', '--help', '-h'].includes(argument));
  // Whatever happens now, a report of before must not be taken for this run's.
  if (plays) {
    requireReports('--reports', given.reports);
    putReportsAside('--reports', folder);
  }
  const ended = await playwright(args, {
    CAPIF_REPORTS: folder,
    ...(given.target === undefined ? {} : { CAPIF_TARGET: given.target }),
    ...(given.scenarios.length === 0 ? {} : { CAPIF_SCENARIOS: given.scenarios.join(delimiter) }),
    ...(given.keep ? { CAPIF_KEEP: '1' } : {}),
    ...(given.progress === 'off' ? {} : { CAPIF_PROGRESS: given.progress }),
  });
  process.exitCode = exitCodeOf(plays ? readReport(folder) : undefined, ended);
}

async function playFailed(given: RunArguments, args: readonly string[]): Promise<void> {
  const folder = resolve(given.reports);
  const last = readReport(folder);
  if (last === undefined) {
    throw new CliProblem(
      `rerun: there is no report in ${given.reports}; use "run" first, or name its folder by --reports`,
      2,
    );
  }
  const target = loadTarget(given.target ?? (process.env.CAPIF_TARGET || `${PROJECT}targets/reference.yaml`));
  if (last.target !== null && last.target.name !== target.name) {
    const problem = `rerun: the last run was of ${JSON.stringify(last.target.name)}, and this target is ${JSON.stringify(target.name)}`;
    throw new CliProblem(`${problem}; give the same --target`, 2);
  }
  const titles = failedTitles(last);
  if (titles.length === 0) {
    const reasons = gateReasons(last, ['complete']).map(({ because, text }) => `${because}: ${oneLine(text)}\n`);
    const end = reasons.length === 0 ? '' : ' It proved less than a whole run does: use "run".';
    process.stdout.write(`${reasons.join('')}Nothing that was played in the last run failed.${end}\n`);
    process.exitCode = exitCodeOf(last, 0);
    return;
  }
  process.stdout.write(`Once more: ${titles.join('; ')}\n`);
  await play(given, [...grep(grepFor(titles)), ...args]);
}

function grep(pattern: string | undefined): string[] {
  return pattern === undefined ? [] : ['--grep', pattern];
}
