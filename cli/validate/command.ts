/** `validate`: whether files are right, before anything is played. */
import type { Command } from 'commander';
import { CliProblem } from '../problem.ts';
import { validate } from './files.ts';

/** Adds the command. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('check scenario files, target files and folders of both, without playing anything')
    .argument('<file...>', 'scenario or target files; a folder stands for all in it')
    .addHelpText('after', HELP)
    .action((files: readonly string[]) => {
      const { right, wrong } = validate(files, process.env);
      for (const line of right) process.stdout.write(`✓ ${line}\n`);
      if (wrong.length > 0) throw new CliProblem(wrong.join('\n'), 2);
    });
}

const HELP = `
Every problem is one line, file:line:column, which editors and CI systems turn into a link. Placeholders \${NAME} of a
target file are filled from the environment, and certificates that it names are read.

Exit code: 0 when all are right, 2 when one is not.

Examples:
  capif-conformance validate targets/reference.yaml
  capif-conformance validate my-scenarios my-target.yaml`;
