/** What the documents tell people to type works: executed where that is quick, else held against what the program understands. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command as CliCommand, CommanderError } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { createAuthority } from '../../simulators/pki/authority.ts';
import { textFiles } from '../architecture/project.ts';
import { test as base, expect } from '../support/test.ts';
import { ED25519, writeRun } from '../unit/reports/bundle/run.ts';
import { type Command, commandsOf, DOCUMENTS, placesOf } from './docs-commands.ts';
import { EXECUTED_BY, keyOf, NOT_EXECUTED } from './docs-executed.ts';
import { CLI, PROJECT, Running, run } from './process.ts';

const { commands, scripts } = commandsOf(DOCUMENTS);
const CLI_COMMANDS = commands.flatMap((command) => {
  const args = cliArguments(command);
  return args === undefined ? [] : [{ ...command, args }];
});

/** Programs that are not ours, and why a document may name them. What they do is not tested here. */
const FOREIGN: Readonly<Record<string, string>> = {
  tshark: 'opens pcapng files; tests/e2e/pcapng.test.ts runs it',
  openssl: 'makes keys',
  nginx: 'terminates TLS; tests/e2e/behind-proxy.test.ts runs it',
  cd: 'is a word of the shell',
  cp: 'copies',
  cat: 'shows',
  source: 'is a word of the shell',
  git: 'keeps versions',
  python3: 'makes a virtual environment; tests/e2e/opencapif-sdk.test.ts does the same',
  pip: 'installs a Python package there',
};

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'capif-docs-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test('the documents have commands, and each program in them is known', () => {
  expect(CLI_COMMANDS.length).toBeGreaterThan(10);
  const known = ({ words: [program = ''] }: Command) =>
    ['npx', 'npm', 'node', 'capif-conformance'].includes(program) ||
    program in FOREIGN ||
    existsSync(join(PROJECT, program));
  expect(commands.filter((command) => !known(command)).map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

test('each variable that is set for a command is read by the harness', () => {
  const read = new Set(
    textFiles('.ts')
      .filter(({ path }) => !path.startsWith('tests/'))
      .flatMap(({ text }) => text.match(/\bCAPIF_[A-Z]+\b/g) ?? []),
  );
  const set = commands.flatMap(({ at, env }) => Object.keys(env).map((name) => ({ at, name })));
  expect(set.length).toBeGreaterThan(0);
  expect(set.filter(({ name }) => name.startsWith('CAPIF_') && !read.has(name))).toEqual([]);
});

test('each npm script is there', () => {
  const { scripts: known }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(`${PROJECT}package.json`, 'utf8'),
  );
  const wanted = commands.flatMap(({ words: [program, verb = '', name = ''] }) => {
    if (program !== 'npm' || ['ci', 'i', 'install', 'pack'].includes(verb)) return [];
    return [verb === 'run' ? name : verb];
  });
  expect(wanted.length).toBeGreaterThan(0);
  expect([...new Set(wanted)].filter((script) => !(script in known))).toEqual([]);
});

test('each option of Playwright is one', () => {
  const used = commands.flatMap(({ at, words: [program, name, verb = '', ...args] }) =>
    program === 'npx' && name === 'playwright'
      ? [{ at, verb, options: args.filter((word) => /^--?[a-z]/.test(word)) }]
      : [],
  );
  for (const verb of new Set(used.map((one) => one.verb))) {
    const playwright = join(PROJECT, 'node_modules/@playwright/test/cli.js');
    const { stdout } = spawnSync(process.execPath, [playwright, verb, '--help'], { encoding: 'utf8', timeout: 30_000 });
    const known = new Set(stdout.match(/(?<=[\s,])--?[a-z][a-z-]*/g) ?? []);
    const unknown = used.flatMap(({ at, verb: of, options }) =>
      of === verb
        ? options.filter((option) => !known.has(option.split('=')[0] ?? '')).map((option) => `${at}: ${option}`)
        : [],
    );
    expect(unknown).toEqual([]);
  }
});

for (const { at, text } of scripts) {
  test(`the script of ${at} is one`, () => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
}

test('each command of ours is understood as it is written', async () => {
  const refused: string[] = [];
  for (const { at, text, args } of CLI_COMMANDS) {
    const why = await misunderstood(args);
    if (why !== undefined) refused.push(`${at}: ${text}: ${why}`);
  }
  expect(refused).toEqual([]);
});

test('a command that is written wrong is noticed', async () => {
  expect(await misunderstood(['run', '--scenario-folder'])).toBeUndefined(); // that is Playwright's to refuse
  expect(await misunderstood(['list', 'scenario'])).toMatch(/Allowed choices/);
  expect(await misunderstood(['simulate', 'ccf', '--fault', 'keeps-tls-open'])).toMatch(/--write-target/);
  expect(await misunderstood(['explian', 'x'])).toMatch(/unknown command/);
});

test('each command is executed by a test, or it is said why not', () => {
  const keys = [...new Set(commands.flatMap((command) => keyOf(command) ?? []))];
  expect(keys.filter((key) => !(key in EXECUTED_BY || key in NOT_EXECUTED))).toEqual([]);
  const wrong = Object.values(EXECUTED_BY).filter(
    ({ file, says }) => !readFileSync(join(PROJECT, file), 'utf8').includes(says),
  );
  expect(wrong).toEqual([]);
});

const ON_REPORTS = ['report', 'gate', 'diff', 'bundle', 'verify'];

for (const { at, args } of distinct(CLI_COMMANDS.filter(({ args: [command = ''] }) => ON_REPORTS.includes(command)))) {
  test(`capif-conformance ${args.join(' ')} (${at})`, async ({ folder }) => {
    // A run, and everything that the documents let it become: keys, a bundle, the report of a run before.
    await writeRun(join(folder, 'reports/out'));
    for (const name of ['before.json', 'after.json'])
      await copyFile(join(folder, 'reports/out/conformance.json'), join(folder, name));
    const { privateKey, publicKey } = ED25519;
    await writeFile(join(folder, 'signing.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await writeFile(join(folder, 'public.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    const here = { cwd: folder, timeoutMs: 60_000 };
    if (args[0] === 'verify') expect((await run(CLI, ['bundle', '--key', 'signing.pem'], here)).code).toBe(0);
    const { code, stdout, stderr } = await run(CLI, args, here);
    // Of the run that was written a "shall" is broken.
    expect({ open: code === 0, stderr }).toEqual({ open: args[0] !== 'gate', stderr: '' });
    expect(stdout.trim().length).toBeGreaterThan(10);
    if (args[0] === 'gate') expect(stdout).toMatch(/^Gate \(.*\): closed$/m);
  });
}

const QUICK = ['list', 'explain', 'completion', 'validate'];
// Those with extensions belong to the example of docs/extend.md, which tests/e2e/package.test.ts plays.
const executed = distinct(
  CLI_COMMANDS.filter(
    ({ args, env }) => QUICK.includes(args[0] ?? '') && args.every(isOurs) && env.CAPIF_EXTENSIONS === undefined,
  ),
);

for (const { at, args } of executed) {
  test(`capif-conformance ${args.join(' ')} (${at})`, async () => {
    const { code, stdout, stderr } = await run(CLI, args, { timeoutMs: 60_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().length).toBeGreaterThan(10);
  });
}

for (const { at, args } of distinct(
  CLI_COMMANDS.filter(({ args: [command, , ...rest] }) => command === 'simulate' && rest.includes('--write-target')),
)) {
  test(`capif-conformance ${args.join(' ')} (${at})`, async ({ folder }) => {
    const node = new Running(CLI, args, { cwd: folder, timeoutMs: 60_000 });
    const { target } = await node.nextLine();
    const { code, stderr } = await node.end('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readFile(join(folder, String(target)), 'utf8')).toMatch(/^role: /m);
  });
}

for (const { at, args } of distinct(CLI_COMMANDS.filter(({ args: [command] }) => command === 'init'))) {
  test(`capif-conformance ${args.join(' ')} (${at})`, async ({ folder }) => {
    const needed = args.includes('--role') ? args : [...args, '--role', 'ccf'];
    await writeFile(join(folder, 'ccf-ca.pem'), (await createAuthority('CA of yours')).certificate);
    const first = await run(CLI, needed, { cwd: folder, timeoutMs: 60_000 });
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.stdout).toContain('Next:');
    const written = await readFile(join(folder, 'capif-target.yaml'), 'utf8');
    const again = await run(CLI, needed, { cwd: folder, timeoutMs: 60_000 });
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(
      /^init: .*capif-target\.yaml.* exists already; say --force to overwrite it, or --out\n$/,
    );
    expect(await readFile(join(folder, 'capif-target.yaml'), 'utf8')).toBe(written);
    expect((await run(CLI, [...needed, '--force'], { cwd: folder, timeoutMs: 60_000 })).code).toBe(0);
  });
}

test('init beside a .gitlab-ci.yml of somebody writes a file for it to include, and an executable script of hooks', async ({
  folder,
}) => {
  await writeFile(join(folder, '.gitlab-ci.yml'), 'mine: {}\n');
  const args = ['init', '--role', 'invoker', '--ci', 'gitlab', '--out', 'conf/target.yaml'];
  const { code, stdout, stderr } = await run(CLI, args, { cwd: folder, timeoutMs: 60_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('include: [{ local: .gitlab/capif-conformance.yml }]');
  expect(stdout).toContain('npx capif-conformance doctor conf/target.yaml');
  expect(await readFile(join(folder, '.gitlab-ci.yml'), 'utf8')).toBe('mine: {}\n');
  expect(await readFile(join(folder, '.gitlab/capif-conformance.yml'), 'utf8')).toContain('conf/target.yaml');
  expect((await stat(join(folder, 'conf/invoker-hooks.sh'))).mode & 0o111).toBe(0o111);
});

test('each line of source that is named is there', () => {
  const places = placesOf(DOCUMENTS).filter(({ to }) => existsSync(join(PROJECT, to)));
  expect(places.length).toBeGreaterThan(50);
  const texts = new Map(places.map(({ to }) => [to, readFileSync(join(PROJECT, to), 'utf8').split('\n')]));
  expect(places.filter(({ to, line }) => !texts.get(to)?.[line - 1]?.trim())).toEqual([]);
  // The line of a check is the line where it begins.
  const checks = places.filter(({ to }) => /^harness\/checks\/s\d/.test(to));
  expect(checks.filter(({ to, line }) => !texts.get(to)?.[line - 1]?.startsWith('export const check'))).toEqual([]);
});

/** Arguments of a command of ours; undefined when it is another's. Words in capitals stand for something else. */
function cliArguments({ words: [program, first, ...rest] }: Command): string[] | undefined {
  if (program === 'capif-conformance' && first !== undefined) return [first, ...rest];
  const ours =
    (program === 'npx' && first === 'capif-conformance') ||
    (program === 'node' && first === 'cli/capif-conformance.js');
  return ours && !rest.includes('COMMAND') ? rest : undefined;
}

/** What it names is in the project, or is no file. */
function isOurs(word: string): boolean {
  return !/\.ya?ml$/.test(word) || existsSync(join(PROJECT, word));
}

function distinct<Of extends { readonly args: readonly string[] }>(all: readonly Of[]): Of[] {
  return all.filter(({ args }, index) => all.findIndex((other) => other.args.join(' ') === args.join(' ')) === index);
}

/** Why the program refuses these arguments; nothing is done. */
async function misunderstood(args: readonly string[]): Promise<string | undefined> {
  const program = createProgram().configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
  const quiet = (command: CliCommand): void => {
    command.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
    if (command.commands.length === 0) command.action(() => {});
    for (const inner of command.commands) quiet(inner);
  };
  quiet(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // A command that has only subcommands answers with its help.
    return error.exitCode === 0 || error.code === 'commander.help' ? undefined : error.message;
  }
}
