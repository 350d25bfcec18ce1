/** `completion`: what the shell needs to complete this command line. */
import { Argument, type Command } from 'commander';
import { POLICIES } from '../../reports/gate.ts';
import { METHODS, ROLES } from '../../scenarios/requirements/ledger.ts';
import { type Catalogue, readCatalogue } from '../catalogue/catalogue.ts';
import { explicable } from '../explain/find.ts';
import { bashScript, zshScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { commandWords, type NamesFor } from './words.ts';

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof SHELLS;

/** Adds the command. It reads all the others, so it comes last. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a script by which bash, zsh or fish completes this command line')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', HELP)
    .action((shell: Shell) => {
      process.stdout.write(SHELLS[shell](program.name(), commandWords(program, namesIn(readCatalogue()))));
    });
}

const HELP = `
It completes the word "capif-conformance". Where that is installed in a project only, an alias lets you type the word alone:
  alias capif-conformance='npx capif-conformance'
  source <(npx capif-conformance completion bash)

Examples:
  source <(capif-conformance completion bash)
  capif-conformance completion fish > ~/.config/fish/completions/capif-conformance.fish`;

/** Names of things here, which the shell cannot know: what "explain" takes, and the deviations of each node. */
function namesIn(catalogue: Catalogue): NamesFor {
  return (path, name) => {
    const [command, node] = path;
    if (command === 'explain' && name === 'name') return [...new Set(explicable(catalogue).map(({ id }) => id))];
    if (command === 'gate' && name === '--policy') return POLICIES;
    if (command === 'run' && name === '--grep') return tagsIn(catalogue);
    if (command !== 'simulate') return [];
    const { faults, variants } = catalogue;
    if (node === 'all' && name === '--fault') return faults.map(({ role, id }) => `${role}/${id}`);
    const entries = name === '--fault' ? faults : name === '--variant' ? variants : [];
    return entries.filter(({ role }) => role === node).map(({ id }) => id);
  };
}

/** By what a run can be filtered: tags, and ids of scenarios. */
function tagsIn({ requirements, scenarios }: Catalogue): string[] {
  const tags = [...ROLES, ...METHODS, ...requirements.map(({ id }) => id)].map((tag) => `@${tag}`);
  return [...tags, ...scenarios.map(({ id }) => id)];
}
