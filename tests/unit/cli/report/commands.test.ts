/** `gate`, `diff`, `bundle` and `verify` as they are called: what they print, and with what they exit. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliProblem } from '../../../../cli/problem.ts';
import { createProgram } from '../../../../cli/program.ts';
import { conformanceOf } from '../../../../reports/conformance.ts';
import { CLI, run } from '../../../e2e/process.ts';
import { expect, test } from '../../../support/test.ts';
import { ED25519, OTHER, writeRun } from '../../reports/bundle/run.ts';
import { check, META, MIXED, record } from '../../reports/records.ts';

interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Plays a command in this process. */
async function command(...args: readonly string[]): Promise<Ended> {
  const lines: string[] = [];
  const print = console.log;
  console.log = (line: string) => lines.push(line);
  process.exitCode = 0;
  try {
    await createProgram().parseAsync(['node', 'capif-conformance', ...args]);
    return { code: Number(process.exitCode), lines };
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    return { code: error.exitCode, lines: [error.message] };
  } finally {
    console.log = print;
    process.exitCode = 0;
  }
}

async function reportFile(name: string, records = MIXED): Promise<string> {
  const path = test.info().outputPath(name);
  await writeFile(path, JSON.stringify(conformanceOf(records, META)));
  return path;
}

test('gate says a line for each reason, what was proved, and whether it is open', async () => {
  const report = await reportFile('conformance.json');
  const { code, lines } = await command('gate', '--policy', 'should, complete', report);
  expect(code).toBe(1);
  expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'not-conformant: S6-torn-down',
    'not-conformant: S6-close-notify',
    'incomplete: S3-aefpsk-deleted',
    'incomplete: No',
    'Acme CCF',
    'Gate (should,',
  ]);
  expect(lines.at(-1)).toBe('Gate (should, complete): closed');
  const green = await reportFile('green.json', [record([check('S6-torn-down', 'pass')])]);
  expect(await command('gate', green)).toMatchObject({ code: 0 });
  expect(await command('gate', '--policy', 'complete', green)).toMatchObject({ code: 3 });
});

test('what a target wrote cannot drive the terminal or add lines', async () => {
  const evil = await reportFile('evil.json', [
    record([check('S6-torn-down', 'fail', { reason: 'a\u001b[2Jb\nGate (shall): open' })]),
  ]);
  const { lines } = await command('gate', evil);
  expect(lines[0]).toMatch(/: ab Gate \(shall\): open$/);
  expect(lines.at(-1)).toBe('Gate (shall): closed');
});

test('diff tells what is worse, and as JSON the whole difference', async () => {
  const [before, after] = [await reportFile('a.json', MIXED.slice(1)), await reportFile('b.json')];
  expect(await command('diff', before, before)).toEqual({
    code: 0,
    lines: ['0 worse, 0 changed otherwise, 0 vanished, 0 appeared, 0 latencies moved'],
  });
  const { code, lines } = await command('diff', before, after);
  expect(code).toBe(1);
  expect(lines).toContainEqual(expect.stringMatching(/^appeared: S6-torn-down failed in ccf-offboarding-psk · psk/));
  const json = await command('diff', '--json', after, before);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.lines.join('\n'))).toMatchObject({ worse: true, vanished: { length: 4 } });
});

test('bundle and verify, with a key and without', async () => {
  const folder = test.info().outputPath('out');
  const out = test.info().outputPath('conformance.zip');
  await writeRun(folder);
  const [key, other, secret] = await Promise.all(
    (
      [
        ['public.pem', ED25519.publicKey.export({ format: 'pem', type: 'spki' })],
        ['other.pem', OTHER.publicKey.export({ format: 'pem', type: 'spki' })],
        ['secret.pem', ED25519.privateKey.export({ format: 'pem', type: 'pkcs8' })],
      ] as const
    ).map(async ([name, pem]) => {
      await writeFile(test.info().outputPath(name), pem);
      return test.info().outputPath(name);
    }),
  );
  if (!key || !other || !secret) throw new Error('three keys are needed');

  expect((await command('bundle', '--from', folder, '--out', out)).lines[0]).toMatch(/not signed: anybody/);
  expect((await command('verify', out)).lines.at(-1)).toBe('Not signed: anybody could have made it.');
  expect(await command('verify', out, '--key', key)).toMatchObject({ code: 1 });

  expect((await command('bundle', '--from', folder, '--out', out, '--key', secret)).lines[0]).toMatch(
    /signed by key \S{43}$/,
  );
  const { code, lines } = await command('verify', out, '--key', key);
  expect(code).toBe(0);
  expect(lines).toEqual([
    'Acme CCF 2.1, tested 2026-01-31T12:00:00.000Z by capif-conformance 0.1.0 against 3GPP TS 33.122 clause 6.8',
    expect.stringMatching(/^\d+ files: nothing changed, nothing missing, nothing extra\.$/),
    expect.stringMatching(/^Signed by key \S{43}\.$/),
  ]);
  expect((await command('verify', out)).lines.at(-1)).toMatch(/not checked, since no --key was given/);
  expect(await command('verify', out, '--key', other)).toMatchObject({ code: 1 });

  const bytes = await readFile(out);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(out, bytes);
  const changed = await command('verify', out);
  expect(changed.code).toBe(1);
  expect(changed.lines.at(-1)).toContain('is not as it was written; do not rely on it');
});

test('what the user got wrong is one line and exit code 2', async () => {
  const text = test.info().outputPath('text.txt');
  await writeFile(text, 'hello');
  const other = test.info().outputPath('other.json');
  await writeFile(other, '{"schemaVersion":"7"}');
  const cases: [args: string[], words: RegExp][] = [
    [['gate', 'no/such.json'], /^no\/such\.json cannot be read \(ENOENT\); play first/],
    [['gate', text], /is not JSON; name a conformance\.json$/],
    [['diff', other, other], /is no conformance\.json of this harness: schemaVersion: /],
    [['bundle', '--from', 'no/such'], /^conformance\.json is missing: play first$/],
    [['bundle', '--key', text], /^--key: .*text\.txt is no private key in PEM$/],
    [['bundle', '--key', 'no/such.pem'], /^--key: no\/such\.pem cannot be read \(ENOENT\)$/],
    [['verify', 'no/such.zip'], /^no\/such\.zip cannot be read \(ENOENT\); name a bundle$/],
    [['verify', text], /text\.txt is no ZIP file; name a bundle$/],
    [['verify', text, '--key', text], /is no public key or certificate in PEM$/],
  ];
  for (const [args, words] of cases) {
    const { code, lines } = await command(...args);
    expect(lines[0]).toMatch(words);
    expect(code, args.join(' ')).toBe(2);
  }
});

test('as a process: an encrypted key is opened by the passphrase in the environment, and neither is shown', async () => {
  const folder = test.info().outputPath('out');
  await writeRun(folder);
  const passphrase = 'correct-horse-battery';
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = `${privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase })}`;
  const file = test.info().outputPath('encrypted.pem');
  await writeFile(file, pem);
  const args = ['bundle', '--from', folder, '--out', join(folder, 'x.zip'), '--key', file];
  const without = await run(CLI, args);
  expect(without).toMatchObject({ code: 2, stdout: '' });
  expect(without.stderr).toMatch(/^--key: .*encrypted\.pem is an encrypted private key; set CAPIF_KEY_PASSPHRASE\n$/);
  const wrong = await run(CLI, args, { env: { CAPIF_KEY_PASSPHRASE: 'wrong-horse' } });
  expect(wrong.stderr).toMatch(/that the passphrase in CAPIF_KEY_PASSPHRASE does not open\n$/);
  expect(wrong.stderr).not.toContain('wrong-horse');
  const right = await run(CLI, args, { env: { CAPIF_KEY_PASSPHRASE: passphrase } });
  expect(right.code, right.stderr).toBe(0);
  expect(right.stdout + right.stderr).not.toContain(passphrase);
  expect(await run(CLI, ['gate', '--policy', 'may'])).toMatchObject({ code: 2 });
});
