/** `diff`: what changed from one report to another. */
import type { Command } from 'commander';
import { type CheckChange, type Diff, diffOf } from '../../reports/diff.ts';
import { oneLine } from '../../reports/outcome.ts';
import { VERDICT_WORDS } from '../../reports/words.ts';
import { EXIT_CODES } from '../run/codes.ts';
import { readReport } from './read.ts';

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('compare two finished runs: verdicts, checks and latencies')
    .argument('<before>', 'conformance.json of the earlier run')
    .argument('<after>', 'conformance.json of the later run')
    .option('--json', 'print the whole difference as one JSON object')
    .addHelpText('after', HELP)
    .action(diff);
}

const HELP = `
Worse is a check that proves less than before, one that vanished, and a new one that did not pass; not so where the
later run knew it beforehand (a known deviation). Latencies are told when they moved by more than 100 ms and by half;
what is too slow, a check says.
Exit code: 0 nothing is worse · 1 something is worse · 2 wrong command line or file.`;

async function diff(before: string, after: string, { json }: { readonly json?: true }): Promise<void> {
  const difference = diffOf(await readReport(before), await readReport(after));
  if (json) console.log(JSON.stringify(difference, null, 2));
  else for (const line of diffLines(difference)) console.log(oneLine(line));
  process.exitCode = difference.worse ? EXIT_CODES.notConformant : EXIT_CODES.conformant;
}

/** The difference as lines for people, what is worse first; the last line counts. */
export function diffLines({ setting, changed, vanished, appeared, latencies }: Diff): string[] {
  const worse = changed.filter((one) => one.worse);
  const other = changed.filter((one) => !one.worse);
  const counted = [
    `${worse.length} worse`,
    `${other.length} changed otherwise`,
    `${vanished.length} vanished`,
    `${appeared.length} appeared`,
    `${latencies.length} ${latencies.length === 1 ? 'latency' : 'latencies'} moved`,
  ];
  return [
    ...setting.map((line) => `other ${line}`),
    ...worse.map((one) => `worse: ${inWords(one)}`),
    ...vanished.map((one) => `vanished: ${inWords(one)}`),
    ...appeared.map((one) => `appeared: ${inWords(one)}`),
    ...other.map((one) => `changed: ${inWords(one)}`),
    ...latencies.map(
      ({ playing, latency, before, after }) =>
        `${after > before ? 'slower' : 'faster'}: ${latency} ${before} ms → ${after} ms in ${playing}`,
    ),
    counted.join(', '),
  ];
}

function inWords({ playing, step, requirement, before, after, seen }: CheckChange): string {
  const verdicts = [before, after].flatMap((verdict) => (verdict === undefined ? [] : VERDICT_WORDS[verdict]));
  return `${requirement} ${verdicts.join(' → ')} in ${playing}, step ${step}: ${seen}`;
}
