/** The completion scripts, asked as a shell asks them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createProgram } from '../../../cli/program.ts';
import { expect, test } from '../../support/test.ts';

/** What the command prints, without a process of its own. */
async function script(shell: string): Promise<string> {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    await createProgram().parseAsync(['completion', shell], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return written.join('');
}

/** The completions of the last of these words. */
function completed(source: string, ...words: readonly string[]): string[] {
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _capif_conformance; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', `${source}\n${ask}`, 'bash', 'capif-conformance', ...words], {
    encoding: 'utf8',
  });
  return output.split('\n').filter(Boolean);
}

test('bash completes commands, options, choices, names and files', async () => {
  const bash = await script('bash');
  expect(completed(bash, 'rer')).toEqual(['rerun']);
  expect(completed(bash, 'explain', 'S6-torn')).toEqual(['S6-torn-down']);
  expect(completed(bash, 'list', 'p')).toEqual(['probes']);
  expect(completed(bash, 'init', '--ro')).toEqual(['--role']);
  expect(completed(bash, 'init', '--role', '')).toEqual(['ccf', 'aef', 'invoker']);
  expect(completed(bash, 'simulate', 'aef', '--fault', 'keeps-t')).toEqual(['keeps-trust', 'keeps-token']);
  expect(completed(bash, 'run', '--grep', 'x', '--target', 'targets/ref')).toEqual(['targets/reference.yaml']);
  expect(completed(bash, 'run', '--grep', '@S6-torn')).toEqual(['@S6-torn-down']);
  expect(completed(bash, 'rerun', '--grep', '@ps')).toEqual([]);
  expect(completed(bash, 'run', '--grep', '@ps')).toEqual(['@psk']);
  expect(completed(bash, 'run', '--grep', 'ccf-two')).toEqual(['ccf-two-aefs']);
  expect(completed(bash, 'simulate', 'all', '--fault', 'ccf/keeps-tls')).toEqual(['ccf/keeps-tls-open']);
  expect(completed(bash, 'gate', '--policy', '')).toEqual(['shall', 'should', 'complete']);
  for (const words of [['gate'], ['report'], ['diff'], ['verify'], ['diff', 'package.json']])
    expect(completed(bash, ...words, 'package.j')).toEqual(['package.json']);
});

test('every command of the program is completed in every shell', async () => {
  const names = createProgram().commands.map((command) => command.name());
  expect(names.length).toBeGreaterThan(7);
  for (const shell of ['bash', 'zsh', 'fish']) {
    const text = await script(shell);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  }
});

for (const [shell, args] of [
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const) {
  test(`${shell} reads its script`, async () => {
    test.skip(spawnSync(shell, ['--version']).error !== undefined, `there is no ${shell} on this machine`);
    const { status, stderr } = spawnSync(shell, args, { input: await script(shell), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
}

test('in fish, text with quotes stays text', async () => {
  const fish = await script('fish');
  // Every line: words and quoted texts, nothing left open.
  const strange = fish.split('\n').filter((line) => !/^(?:[^'\s]+(?:\s+|$)|'(?:[^'\\]|\\.)*'(?:\s+|$))*$/.test(line));
  expect(strange).toEqual([]);
});
