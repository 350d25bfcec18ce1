import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { askCi, complete } from '../../../cli/init/ask.ts';
import { hookScript } from '../../../cli/init/hook-script.ts';
import { type Answers, targetText } from '../../../cli/init/target-text.ts';
import { CI_SYSTEMS, ciText } from '../../../cli/init/workflow.ts';
import { loadTarget } from '../../../harness/target/load.ts';
import type { Target } from '../../../harness/target/target.ts';
import { createAuthority } from '../../../simulators/pki/authority.ts';
import { expect, test } from '../../support/test.ts';

const ENV = { CAPIF_ONBOARDING_CREDENTIAL: 'onboard-me', CAPIF_REGISTRATION_CREDENTIAL: 'register-me' };

/** Loads the text as the file that it is to be. */
async function loaded(text: string): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'capif-init-'));
  const file = join(folder, 'target.yaml');
  await writeFile(file, text);
  await writeFile(join(folder, 'ccf-ca.pem'), (await createAuthority('CA')).certificate);
  try {
    return loadTarget(file, ENV);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOTHING = { url: undefined, ca: undefined };
const CASES: readonly (readonly [string, Answers, object])[] = [
  ['a CCF', { role: 'ccf', name: 'Acme: "CCF" #2', ...NOTHING }, { endpoints: { capif: 'https://ccf.example:443' } }],
  [
    'a CCF at a URL',
    { role: 'ccf', name: 'Acme', url: 'https://ccf.acme.example/capif', ca: './ccf-ca.pem' },
    { endpoints: { capif: 'https://ccf.acme.example/capif' } },
  ],
  [
    'an AEF to be started',
    { role: 'aef', name: 'Acme AEF', ...NOTHING },
    { hooks: { start: { exec: './start-aef.sh' } } },
  ],
  [
    'an AEF that runs',
    { role: 'aef', name: 'Acme AEF', url: 'https://aef.example:8443', ca: undefined },
    { endpoints: { serviceApi: 'https://aef.example:8443' } },
  ],
  [
    'an API invoker',
    { role: 'invoker', name: 'Acme', ...NOTHING },
    { hooks: { trigger: { exec: './invoker-hooks.sh' } } },
  ],
];

for (const [what, answers, expected] of CASES) {
  test(`the target file for ${what} is one`, async () => {
    const { role, name } = answers;
    expect(await loaded(targetText(answers, 'x.json'))).toMatchObject({ role, name, ...expected });
  });

  test(`the target file for ${what}: what is commented out is right, too`, async () => {
    // As in the template: prose has one space after the #, what can be used has none or several. Of two ways, one is in use.
    const hidden = targetText(answers, 'x.json').replace(/^(\s*)#(?! \S)(?!hooks:| {2}start:)/gm, '$1');
    expect(hidden).toMatch(/^claims:\n/m);
    expect(await loaded(hidden)).toMatchObject({ role: answers.role, claims: { edition: 'change-1' } });
  });
}

test('flags are not asked for, the rest is, and an empty answer takes what is usual', async () => {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return question.startsWith('What is tested') ? 'AEF' : undefined;
  };
  expect(await complete({ name: 'Mine' }, ask)).toEqual({ role: 'aef', name: 'Mine', ...NOTHING });
  expect(asked).toEqual([expect.stringContaining('What is tested'), expect.stringContaining('service API')]);
});

test('somebody who never names a role is not asked for ever', async () => {
  await expect(complete({}, async () => 'toaster')).rejects.toThrow('init: a role is one of ccf, aef, invoker');
  await expect(complete({}, undefined)).rejects.toThrow('--role is needed where nobody can be asked');
});

test('what cannot be used is refused where a flag says it, and asked again where a person does', async () => {
  const ca = test.info().outputPath('ca.pem');
  await writeFile(ca, (await createAuthority('CA')).certificate);
  const none = test.info().outputPath('none.pem');
  await writeFile(none, 'hello');
  for (const [given, told] of [
    [{ role: 'ccf', url: 'ccf.example' }, 'init: --url: "ccf.example" is no URL such as https://ccf.example:443'],
    [{ role: 'ccf', url: 'http://ccf.example' }, /^init: --url: "http:.*" is plain HTTP/],
    [{ role: 'ccf', ca: 'no/such.pem' }, 'init: --ca: the file "no/such.pem" cannot be read (ENOENT)'],
    [{ role: 'ccf', ca: none }, /^init: --ca: .* is neither PEM nor PKCS#12/],
  ] as const)
    await expect(complete(given, undefined)).rejects.toThrow(told);
  expect(await complete({ role: 'ccf', name: 'x', url: `\${CCF_URL}`, ca }, undefined)).toMatchObject({ ca });

  const answers = ['ftp://x', 'https://ccf.example', none, ca];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift();
  };
  expect(await complete({ role: 'ccf', name: 'x' }, ask)).toMatchObject({ url: 'https://ccf.example', ca });
  expect(asked[1]).toMatch(/^"ftp:\/\/x" is no URL .*\nURL of its CAPIF APIs/);
  await expect(complete({ role: 'ccf', name: 'x' }, async () => 'ftp://x')).rejects.toThrow(/nothing was written$/);
});

test('a workflow is asked for, unless a flag says which', async () => {
  expect(await askCi(undefined, async () => undefined)).toBeUndefined();
  expect(await askCi(undefined, async () => 'GitHub')).toBe('github');
  expect(await askCi('gitlab', async () => 'github')).toBe('gitlab');
  await expect(askCi(undefined, async () => 'jenkins')).rejects.toThrow('it is one of github, gitlab, or nothing');
});

test('the script that the target file names is one, knows its hooks, and fails until it is filled in', () => {
  const [aef, invoker] = [hookScript({ role: 'aef', url: undefined }), hookScript({ role: 'invoker', url: undefined })];
  for (const [script, hooks] of [
    [aef, ['start']],
    [invoker, ['onboard', 'invoke', 'trigger']],
  ] as const) {
    for (const hook of hooks) {
      const input = JSON.stringify({ hook, scenario: 'x', ccf: { ca: 'PEM' } });
      const { status, stderr } = spawnSync('sh', ['-c', script?.text ?? ''], { input, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 1, stderr: `${script?.name}: fill in what makes it ${hook}\n` });
    }
  }
  expect(targetText({ role: 'invoker', name: 'x', ...NOTHING }, 'x.json')).toContain(`./${invoker?.name}`);
  expect(targetText({ role: 'aef', name: 'x', ...NOTHING }, 'x.json')).toContain(`./${aef?.name}`);
  expect(hookScript({ role: 'ccf', url: undefined })).toBeUndefined();
  expect(hookScript({ role: 'aef', url: 'https://aef.example' })).toBeUndefined();
});

for (const system of CI_SYSTEMS) {
  test(`the workflow for ${system} runs the target, keeps the reports and holds no secret`, () => {
    const text = ciText(system, 'my target.yaml', ['ACME_TOKEN']);
    const jobs = Object(parse(text));
    expect(text).toContain("npx capif-conformance run --target 'my target.yaml'");
    expect(text).toContain('reports/out');
    if (system === 'github') {
      const steps: readonly Record<string, unknown>[] = jobs.jobs.conformance.steps;
      expect(steps.find(({ env }) => env !== undefined)?.env).toEqual({ ACME_TOKEN: `\${{ secrets.ACME_TOKEN }}` });
      expect(steps.at(-1)).toMatchObject({ if: 'always()' });
    } else {
      expect(jobs['capif-conformance']).toMatchObject({ artifacts: { when: 'always', paths: ['reports/out'] } });
    }
  });
}
