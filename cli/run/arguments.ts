/** What `playwright test` would answer with a stack, told beforehand in one line. */
import { messageOf } from '../problem.ts';

/** An option of Playwright's, and what is wrong with a value of it. */
interface Checked {
  readonly names: readonly string[];
  readonly problem: (value: string) => string | undefined;
}

const CHECKED: readonly Checked[] = [
  { names: ['--grep', '-g', '--grep-invert', '-gv'], problem: patternProblem },
  {
    names: ['--workers', '-j'],
    problem: (value) =>
      /^[1-9]\d*$|^\d+(\.\d+)?%$/.test(value) ? undefined : 'is a number from 1 on, or a percentage such as 50%',
  },
  {
    names: ['--shard'],
    problem: (value) => {
      const [, current, total] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(value) ?? [];
      return Number(current) <= Number(total) ? undefined : 'is one of how many, such as 3/5';
    },
  },
  ...['--retries', '--max-failures', '--timeout', '--global-timeout', '--repeat-each'].map((name) => ({
    names: [name],
    problem: (value: string) => (/^\d+$/.test(value) ? undefined : 'is a whole number'),
  })),
  {
    names: ['--reporter'],
    problem: () => 'would take the place of the reports by which this command judges; "npx playwright test" has it',
  },
  { names: ['--project'], problem: () => 'names nothing here: the run has no projects' },
];

/** The first thing that is wrong with arguments for `playwright test`, in one line; undefined when there is nothing. */
export function argumentProblem(args: readonly string[]): string | undefined {
  for (const [index, argument] of args.entries()) {
    if (argument === '--') return undefined;
    const [name = '', ...rest] = argument.split('=');
    const checked = CHECKED.find(({ names }) => names.includes(name));
    const value = rest.length > 0 ? rest.join('=') : args[index + 1];
    const problem = value === undefined ? undefined : checked?.problem(value);
    if (problem !== undefined) return `run: ${name} ${problem}; saw ${JSON.stringify(value)}`;
  }
  return undefined;
}

/** As Playwright reads it: `/…/flags`, or the bare pattern. */
function patternProblem(value: string): string | undefined {
  const [, pattern = value, flags = 'gi'] = /^\/(.*)\/([gi]*)$/.exec(value) ?? [];
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    const why = messageOf(error).split(': ').at(-1) ?? 'wrong';
    return `is a regular expression (${why.toLowerCase()}; \\( stands for a bracket)`;
  }
}
