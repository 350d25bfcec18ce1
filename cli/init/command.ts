/** `init`: the files that a newcomer needs, written with what is known. */
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { makeFolder } from '../../harness/folders/make.ts';
import { displayed } from '../../harness/target/yaml/file.ts';
import { ROLES } from '../../scenarios/requirements/ledger.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { targetSchemaFor } from '../schema-line.ts';
import { askCi, atTerminal, complete, type Given } from './ask.ts';
import { hookScript } from './hook-script.ts';
import { configPlan } from './playwright-config.ts';
import { type Answers, targetText } from './target-text.ts';
import { CI_FILES, CI_SYSTEMS, type CiSystem, ciText, GITLAB_INCLUDED } from './workflow.ts';

interface InitArguments extends Given {
  readonly out: string;
  readonly ci?: CiSystem;
  readonly force?: boolean;
}

/** Adds the command. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(
      'write a commented target file, a Playwright configuration, and with --ci a workflow; asks for what no flag says',
    )
    .addOption(new Option('--role <role>', 'what is tested').choices(ROLES))
    .option('--name <text>', 'as reports will call it')
    .option('--url <url>', 'ccf: its CAPIF APIs; aef: its service API')
    .option('--ca <file>', 'ccf: the CA that issued its certificate')
    .option('--out <file>', 'the target file to write', 'capif-target.yaml')
    .addOption(new Option('--ci <system>', 'write a workflow, too').choices(CI_SYSTEMS))
    .option('--force', 'overwrite files that exist')
    .addHelpText('after', HELP)
    .action(init);
}

const HELP = `
Nothing that exists is overwritten without --force. What to do next is printed. For an AEF that has to be started, and for an API
invoker, the script that the target file names is written, too; it fails until it is filled in. Beside a .gitlab-ci.yml of yours, the job
becomes a file for it to include.
Where the harness is installed as a package, playwright.config.mjs makes "npx playwright test" the conformance run. Without --role, and
without a terminal to ask at, that is all that is written: the run is then one of the built-in reference nodes.

Examples:
  capif-conformance init --role ccf --url https://ccf.example --ca ccf-ca.pem
  capif-conformance init --role invoker --ci github`;

async function init(given: InitArguments): Promise<void> {
  const { out, force = false } = given;
  if (given.role === undefined && !process.stdin.isTTY && (await referenceOnly(given))) return;
  const { answers, ci } = process.stdin.isTTY
    ? await atTerminal(async (ask) => ({ answers: await complete(given, ask), ci: await askCi(given.ci, ask) }))
    : { answers: await complete(given, undefined), ci: given.ci };
  const target = targetText({ ...answers, ca: asSeenFrom(out, answers.ca) }, targetSchemaFor(out));
  const files = new Map([[out, target]]);
  const workflow = ci === undefined ? undefined : workflowFile(ci, force);
  if (ci !== undefined && workflow !== undefined)
    files.set(workflow, ciText(ci, slashes(relative('', out)), variablesOf(target)));
  const taken = [...files.keys()].filter((file) => existsSync(file));
  if (taken.length > 0 && !force) {
    throw new CliProblem(
      `init: ${taken.map(displayed).join(', ')} exists already; say --force to overwrite it, or --out`,
      2,
    );
  }
  const config = configPlan(slashes(relative('', out)));
  if ('file' in config) files.set(config.file, config.text);
  for (const [file, text] of files) await write(file, text);
  const script = await writeScript(out, answers);
  if (script !== undefined) files.set(script, '');
  if ('left' in config && config.left) process.stdout.write(`${config.left}\n`);
  if (workflow === GITLAB_INCLUDED) {
    const line = `include: [{ local: ${GITLAB_INCLUDED} }]`;
    process.stdout.write(`${CI_FILES.gitlab} is yours and left as it is; add to it:   ${line}\n`);
  }
  process.stdout.write(nextSteps(out, [...files.keys()], { variables: variablesOf(target), script }));
}

/** A .gitlab-ci.yml that is there holds the project's other jobs: what is ours is then a file for it to include. */
function workflowFile(ci: CiSystem, force: boolean): string {
  return ci === 'gitlab' && !force && existsSync(CI_FILES.gitlab) ? GITLAB_INCLUDED : CI_FILES[ci];
}

/** A path that was given at the command line, as the file is to name it: relative paths in it count from its folder. */
function asSeenFrom(out: string, path: string | undefined): string | undefined {
  if (path === undefined || isAbsolute(path) || path.includes('${')) return path;
  const seen = slashes(relative(dirname(resolve(out)), resolve(path)));
  return seen.startsWith('.') ? seen : `./${seen}`;
}

/** The script that the target file names, beside it. One that is there is somebody's work, and stays. */
async function writeScript(out: string, answers: Answers): Promise<string | undefined> {
  const script = hookScript(answers);
  if (script === undefined) return undefined;
  const file = join(dirname(out), script.name);
  if (existsSync(file)) return undefined;
  await write(file, script.text);
  await chmod(file, 0o755);
  return file;
}

/** Nobody to ask and nothing said: a configuration for the reference nodes, if one can be written. */
async function referenceOnly({ name, url, ca, ci }: InitArguments): Promise<boolean> {
  const config = configPlan(undefined);
  if ([name, url, ca, ci].some((said) => said !== undefined) || !('file' in config)) return false;
  await write(config.file, config.text);
  process.stdout.write(`Written: ${config.file}

Next:
  npx playwright test                     the conformance run of the built-in reference nodes
  npx capif-conformance init --role ccf   a target file for yours
`);
  return true;
}

async function write(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(resolve(file)));
    await writeFile(file, text);
  } catch (error) {
    throw new CliProblem(
      `init: ${displayed(file)} cannot be written (${codeOf(error) ?? 'unknown'}); name another by --out`,
    );
  }
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}

/** Environment variables that values of the file are taken from; comments aside. */
function variablesOf(text: string): string[] {
  const values = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return [...values.join('\n').matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
}

function nextSteps(
  out: string,
  written: readonly string[],
  { variables, script }: { readonly variables: readonly string[]; readonly script: string | undefined },
): string {
  const target = displayed(out);
  const set = variables.length === 0 ? [] : [`  set in the environment: ${variables.join(', ')}`];
  return [
    ...written.map((file) => `Written: ${displayed(file)}`),
    '',
    'Next:',
    `  fill in ${[target, ...(script === undefined ? [] : [displayed(script)])].join(' and ')}`,
    ...set,
    `  npx capif-conformance validate ${target}   whether the file is right`,
    `  npx capif-conformance doctor ${target}     whether what it names can be reached, and acts`,
    `  npx capif-conformance run --target ${target}`,
    '',
  ].join('\n');
}
