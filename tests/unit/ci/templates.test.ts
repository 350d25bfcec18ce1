/** The templates for CI, held against the formats of GitHub and GitLab, and against what they call. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { createProgram } from '../../../cli/program.ts';
import { POLICIES } from '../../../reports/gate.ts';
import { expect, test } from '../../support/test.ts';
import {
  GithubAction,
  GithubWorkflow,
  type GitlabJob,
  type RunStep,
  readGitlabPipeline,
  readGitlabTemplates,
} from './schemas.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../ci/${name}`, import.meta.url));
const textOf = (name: string) => readFileSync(path(name), 'utf8');

const SCRIPT = textOf('conformance.sh');
const ACTION_TEXT = textOf('github/action.yml');
const ACTION = GithubAction.parse(parse(ACTION_TEXT));
const WORKFLOW = GithubWorkflow.parse(parse(textOf('github/example.yml')));
const { variables: DEFAULTS, jobs: TEMPLATES } = readGitlabTemplates(parse(textOf('gitlab/capif-conformance.yml')));
const PIPELINE = readGitlabPipeline(parse(textOf('gitlab/example.gitlab-ci.yml')));

const RUNS = ACTION.runs.steps.filter((step): step is RunStep => 'run' in step);
const LINES = Object.entries(TEMPLATES).flatMap(([job, { before_script = [], script = [], after_script = [] }]) =>
  [...before_script, ...script, ...after_script].map((line) => [job, line] as const),
);
const SHELL: (readonly [name: string, script: string])[] = [
  ['conformance.sh', SCRIPT],
  ...RUNS.map((step) => [`action: ${step.name}`, step.run] as const),
  ...LINES.map(([job, line]) => [`${job}: ${line.slice(0, 40)}`, line] as const),
];

test('every piece of shell is shell', () => {
  expect(SHELL.length).toBeGreaterThan(12);
  for (const [name, script] of SHELL) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect(status, `${name}: ${stderr}`).toBe(0);
  }
});

test('no shell shows what may be secret', () => {
  for (const [name, script] of SHELL) {
    expect(script, name).not.toMatch(/set -[a-z]*x|\bprintenv\b|(?:^|[;|&]\s*)env\s*(?:$|[;|])|\bset\s*$/m);
    expect(script, name).not.toMatch(/\b(?:echo|printf)\b[^|\n]*(?:CREDENTIAL|PASSPHRASE|TOKEN|SECRET)/);
  }
  // The key goes to stdin of the one command that needs it.
  expect([...SCRIPT.matchAll(/printf[^\n]*signing_key[^\n]*/g)].map(([line]) => line)).toEqual([
    'printf \'%s\\n\' "$signing_key" |',
  ]);
  expect(SCRIPT).toContain('unset CAPIF_SIGNING_KEY CAPIF_KEY_PASSPHRASE');
});

test('what users write reaches the shell as variables, never as text of the script', () => {
  for (const { name, run } of RUNS) expect(run, name).not.toContain('${{');
});

test('the action has no input that is unused, and uses none that there is not', () => {
  const used = [...ACTION_TEXT.matchAll(/\binputs\.([a-z-]+)/g)].map(([, name = '']) => name);
  expect([...new Set(used)].toSorted()).toEqual(Object.keys(ACTION.inputs).toSorted());
  for (const [job, { steps }] of Object.entries(WORKFLOW.jobs)) {
    for (const { uses, with: inputs = {} } of steps) {
      if (!uses.includes('/ci/github@')) continue;
      const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(ACTION.inputs, name));
      expect(unknown, job).toEqual([]);
    }
  }
  for (const { needs = [] } of Object.values(WORKFLOW.jobs)) {
    for (const name of needs) expect(Object.keys(WORKFLOW.jobs)).toContain(name);
  }
});

test('outputs of steps are written by the step of that id, before they are used', () => {
  const references = [...ACTION_TEXT.matchAll(/steps\.([a-z-]+)\.outputs\.([a-z-]+)/g)];
  expect(references.length).toBeGreaterThan(5);
  for (const [, id = '', output = ''] of references) {
    const step = RUNS.find((one) => one.id === id);
    expect(step?.run, `${id}.${output}`).toContain(`echo "${output}=`);
  }
});

test('every command of the script is there, and the templates call no other', () => {
  const [, commands = ''] = /^ {2}((?:\w+ \| )+\w+)\) "\$@" ;;$/m.exec(SCRIPT) ?? [];
  const known = commands.split(' | ');
  for (const name of known) expect(SCRIPT).toMatch(new RegExp(`^${name}\\(\\) \\{$`, 'm'));
  const called = [...RUNS.map(({ run }) => run), ...LINES.map(([, line]) => line)].flatMap((script) =>
    [...script.matchAll(/(?:"\$SCRIPT"|conformance\.sh") (\w+)/g)].map(([, name = '']) => name),
  );
  expect([...new Set(called)].toSorted()).toEqual(known.toSorted());
});

test('the commands and options of the harness that the script uses are there', () => {
  const commands = createProgram().commands;
  const calls = [...SCRIPT.matchAll(/conformance (\w+)((?: --?\w+ (?:"[^"]*"|-))*)/g)].filter(
    ([, name]) => name !== 'for',
  );
  expect(calls.length).toBeGreaterThan(3);
  for (const [call, name, options = ''] of calls) {
    const command = commands.find((one) => one.name() === name);
    for (const [option] of options.matchAll(/--\w+/g)) {
      expect(
        command?.options.map(({ long }) => long),
        call,
      ).toContain(option);
    }
    expect(command, call).toBeDefined();
  }
});

test('variables that the script reads are those that the templates set or explain', () => {
  const read = new Set([...SCRIPT.matchAll(/\$\{(CAPIF_\w+):-/g)].map(([, name = '']) => name));
  const github = new Set(RUNS.flatMap(({ env = {} }) => Object.keys(env)));
  const gitlab = textOf('gitlab/capif-conformance.yml');
  for (const name of read) {
    expect(github.has(name) || ACTION_TEXT.includes(name), `action: ${name}`).toBe(true);
    expect(gitlab, name).toContain(name);
  }
  const declared = Object.keys(DEFAULTS);
  for (const [job, line] of LINES) {
    const names = [...line.matchAll(/\$\{?(CAPIF_\w+|CI_\w+)/g)].map(([, name = '']) => name);
    for (const name of names) expect([...declared, ...OF_GITLAB], job).toContain(name);
  }
});

/** Predefined in every job. */
const OF_GITLAB = ['CI_NODE_INDEX', 'CI_NODE_TOTAL', 'CI_SERVER_PROTOCOL', 'CI_SERVER_URL', 'CI_JOB_TOKEN'];

/** What a job of a pipeline that includes the templates finds: its own, those of what it extends, the pipeline's, the templates' defaults. */
function effective(name: string, { head, jobs }: typeof PIPELINE = PIPELINE): Record<string, string> {
  const own = (job: GitlabJob | undefined): Record<string, string> => {
    const parents = [job?.extends ?? []].flat().map((parent) => own(TEMPLATES[parent]));
    return Object.assign({}, ...parents, job?.variables);
  };
  return { ...DEFAULTS, ...head.variables, ...own(jobs[name]) };
}

test('what a pipeline sets for all of its jobs reaches them, and what a job sets wins', () => {
  expect(effective('shard')).toMatchObject({
    CAPIF_HARNESS: 'capif-conformance',
    CAPIF_HARNESS_REPOSITORY: '$CI_SERVER_URL/acme/capif-conformance.git',
    CAPIF_TARGET: '',
    CAPIF_POLICY: 'shall',
  });
  expect(effective('conformance')).toMatchObject({
    CAPIF_HARNESS_REPOSITORY: '$CI_SERVER_URL/acme/capif-conformance.git',
    CAPIF_TARGET: 'targets/acme.yaml',
    CAPIF_POLICY: 'shall,complete',
  });
  const variables = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, 'of the pipeline']));
  expect(Object.keys(variables).length).toBeGreaterThan(6);
  for (const [name, job] of Object.entries(PIPELINE.jobs)) {
    const head = { ...PIPELINE.head, variables };
    expect(effective(name, { ...PIPELINE, head }), name).toEqual({ ...variables, ...job.variables });
  }
});

test('the token of a job reads a repository on its own GitLab, and goes to no other server', () => {
  const [, rewriting = ''] = /git -c ("[^"]*") clone/.exec(LINES.map(([, line]) => line).join('\n')) ?? [];
  const env = {
    PATH: process.env.PATH,
    CI_SERVER_PROTOCOL: 'https',
    CI_SERVER_URL: 'https://gitlab.acme.example:8443/git',
    CI_JOB_TOKEN: 'token',
  };
  const askedOf = (url: string) =>
    spawnSync('bash', ['-c', `git -c ${rewriting} ls-remote --get-url ${url}`], {
      env,
      encoding: 'utf8',
    }).stdout.trim();
  expect(askedOf('https://gitlab.acme.example:8443/git/a/b.git')).toBe(
    'https://gitlab-ci-token:token@gitlab.acme.example:8443/git/a/b.git',
  );
  for (const other of ['https://gitlab.acme.example:8443.evil.example/git/a.git', 'https://elsewhere.example/b.git']) {
    expect(askedOf(other)).toBe(other);
  }
});

test('an artifact of an earlier attempt is overwritten, and no path is one of the machine around a container', () => {
  const uploads = ACTION.runs.steps.flatMap((step) =>
    'uses' in step && step.uses.includes('upload-artifact') ? [step.with?.overwrite] : [],
  );
  expect(uploads).toEqual([true, true]);
  expect(ACTION_TEXT.replaceAll(/^\s*#.*$/gm, '')).not.toMatch(
    /\$\{\{ *(?:github\.action_path|runner\.temp|github\.workspace)/,
  );
});

test('jobs of GitLab extend what there is', () => {
  const parents = ({ extends: from = [] }: GitlabJob) => (typeof from === 'string' ? [from] : from);
  for (const [name, job] of Object.entries({ ...TEMPLATES, ...PIPELINE.jobs })) {
    for (const parent of parents(job)) expect(Object.keys(TEMPLATES), name).toContain(parent);
  }
  for (const [name, { stage, needs = [], script }] of Object.entries(PIPELINE.jobs)) {
    expect(PIPELINE.head.stages, name).toContain(stage);
    expect(script, `${name} has its script from a template`).toBeUndefined();
    for (const other of needs) expect(Object.keys(PIPELINE.jobs)).toContain(other);
  }
  for (const { file } of PIPELINE.head.include) expect(existsSync(path(file.replace(/^ci\//, '')))).toBe(true);
});

test('the policies that the templates name are those that there are', () => {
  for (const text of [ACTION.inputs.policy?.description ?? '', textOf('gitlab/capif-conformance.yml')]) {
    expect(text).toContain(`(${POLICIES.join(', ')})`);
  }
});

test('what is published is named file by file: captures, which hold secrets, are not among them', () => {
  const names = [
    'badge.svg',
    'conformance.json',
    'conformance.zip',
    'evidence',
    'index.html',
    'junit.xml',
    'summary.md',
  ];
  const reports = '$' + '{{ steps.names.outputs.reports }}/';
  const uploads = [...ACTION_TEXT.matchAll(/^ +path: (?:\|\n((?: +\S.*\n)+?)(?= +if-no)|(\S.*)$)/gm)].flatMap(
    ([, many, one]) => (many ?? one ?? '').trim().split(/\n\s*/),
  );
  const published = uploads
    .filter((upload) => upload.startsWith(reports))
    .map((upload) => upload.slice(reports.length));
  expect(published.filter((name) => name !== 'blob').toSorted()).toEqual(names);
  const copied = LINES.flatMap(([, line]) => /^for name in ([^;]+);/.exec(line)?.[1]?.split(' ') ?? []);
  expect(copied.toSorted()).toEqual(names);
});

test('a schema refuses what the format does not know', () => {
  const action = parse(ACTION_TEXT);
  expect(GithubAction.safeParse({ ...action, runs: { ...action.runs, shell: 'bash' } }).success).toBe(false);
  expect(GithubAction.safeParse(parse(ACTION_TEXT.replace('shell: bash', 'shel: bash'))).success).toBe(false);
  expect(GithubWorkflow.safeParse(parse(textOf('github/example.yml').replace('steps:', 'step:'))).success).toBe(false);
  const wrong = parse(textOf('gitlab/capif-conformance.yml').replace('script:', 'scripts:'));
  expect(() => readGitlabTemplates(wrong)).toThrow('scripts');
});
