import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FINGERPRINT_KEY, fingerprintKey } from '../../../../harness/evidence/secrets.ts';
import { runHook } from '../../../../harness/hooks/run.ts';
import { startLongRunning } from '../../../../harness/hooks/start.ts';
import { expect, test } from '../../../support/test.ts';
import { command, ONBOARDING_CREDENTIAL, told } from './told.ts';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hooks-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

test('a command gets one JSON object on one line, in the folder, with the environment', async () => {
  const hook = command('cat > told.json; echo "$WHO" >&2');
  const result = await runHook(hook, told('trigger'), { folder, env: { ...process.env, WHO: 'acme' } });
  expect(result).toMatchObject({ hook: 'trigger', ok: true, code: 0, detail: 'acme', answer: {} });
  expect(result.durationMs).toBeGreaterThan(0);
  const text = await readFile(join(folder, 'told.json'), 'utf8');
  expect(JSON.parse(text)).toEqual(told('trigger'));
  expect(text.indexOf('\n')).toBe(text.length - 1);
});

test('a command that does not read its input is none the worse', async () => {
  expect(await runHook(command('exec true'), told('reset'), { folder })).toMatchObject({ ok: true, code: 0 });
});

test('answers are read, whatever stands before them, and only from hooks that have one', async () => {
  const answers = async (hook: 'start' | 'onboard' | 'invoke', printed: string) => {
    const run = await runHook(command(`cat <<'END'\n${printed}\nEND`), told(hook), { folder });
    return run.ok ? run.answer : run.detail;
  };
  expect(await answers('onboard', 'a log\n{\n  "apiInvokerId": "INV1",\n  "more": {}\n}\nlater')).toEqual({
    apiInvokerId: 'INV1',
  });
  expect(await answers('start', '{"serviceApi":"https://aef:1/","notificationDestination":"http://aef:2/n"}')).toEqual({
    serviceApi: 'https://aef:1',
    notificationDestination: 'http://aef:2/n',
  });
  expect(await answers('start', 'started')).toEqual({});
  expect(await answers('invoke', '{"apiInvokerId":"INV1"}')).toEqual({});
  expect(await answers('start', '{"serviceApi":"aef:8443"}')).toBe(
    'the start hook (cat …) answered what is no answer to start: serviceApi must be an https URL, saw "aef:8443"',
  );
  expect(await answers('onboard', '{"apiInvokerId":')).toBe(
    'the onboard hook (cat …) printed a line that begins with { and is not a JSON object; print one whole object to stdout, and logs to stderr',
  );
});

test('a failure says which hook, what was run, how it ended and what it said last', async () => {
  const failed = (exec: string) => runHook(command(exec), told('invoke'), { folder });
  expect(await failed('PASSWORD=hunter2 sh -c "echo one >&2; echo two >&2; exit 3"')).toMatchObject({
    ok: false,
    code: 3,
    detail: 'the invoke hook (sh …) ended with exit code 3; it must be 0; it last said: two\none\ntwo',
  });
  expect((await failed('./no-such-program')).detail).toContain(`exit code 127: no such program, seen from ${folder}`);
  expect((await failed('kill -9 $$')).detail).toBe('the invoke hook (kill …) was ended by SIGKILL, not by us');
  const nowhere = await runHook(command('true'), told('invoke'), { folder: join(folder, 'nowhere') });
  expect(nowhere).toMatchObject({
    ok: false,
    code: undefined,
    detail: expect.stringContaining('could not be started'),
  });
});

test('what is repeated of stderr is bounded and free of the credentials that the hook was told', async () => {
  const hook = command('told=$(cat); for i in 1 2 3 4 5 6 7 8 9; do echo "$told" >&2; done; exit 1');
  const { detail } = await runHook(hook, told('onboard'), { folder });
  expect(detail).toContain('‹credential:');
  expect(detail).not.toContain('registration-credential-of-tests');
  expect(detail).not.toContain(JSON.stringify(ONBOARDING_CREDENTIAL).slice(1, -1));
  expect(detail.length).toBeLessThan(2 * 2048 + 500);
  const flood = await runHook(command('yes | head -c 100000 >&2'), told('onboard'), { folder });
  expect(Buffer.byteLength(flood.detail)).toBeLessThanOrEqual(2048);
});

test('what the target file took from the environment is not repeated: neither from stderr, nor from the hook itself, nor from its answer', async () => {
  const password = 'S3cr3t-Hook-Passw0rd';
  const options = { folder, secrets: [password] };
  const traced = await runHook(
    command(`sh -xc 'true http://lab:${password}@127.0.0.1; false'`),
    told('trigger'),
    options,
  );
  expect(traced.detail).toContain('http://lab:‹environment:');
  const fine = await runHook(command(`echo ${password} >&2`), told('trigger'), options);
  const called = await runHook(command(`/nowhere/${password}`), told('trigger'), options);
  const answered = await runHook(command(`echo '{"serviceApi":"${password}"}'`), told('start'), options);
  const posted = await runHook(
    { http: { method: 'POST', url: `http://127.0.0.1:1/${password}` }, timeout: 5000 },
    told('trigger'),
    options,
  );
  const started = await startLongRunning(command(`echo ${password} >&2; exit 1`), told('start'), options);
  for (const { detail } of [traced, fine, called, answered, posted, started.result]) {
    expect(detail).toContain('‹environment:');
    expect(detail).not.toContain(password);
  }
});

test('a hook is not told by what secrets are concealed', async () => {
  const key = fingerprintKey();
  const { detail } = await runHook(command('env >&2'), told('trigger'), { folder });
  expect(detail).toContain('PWD=');
  expect(detail).not.toContain(key);
  const all = await runHook(command(`env | grep -c ${FINGERPRINT_KEY} >&2; true`), told('trigger'), { folder });
  expect(all.detail).toBe('0');
});

test('at most 1 MiB of stdout is kept, and told so', async () => {
  const result = await runHook(command('head -c 3000000 /dev/zero'), told('inspect'), { folder });
  expect(result.output).toHaveLength(1024 * 1024);
  expect(result).toMatchObject({ ok: true, detail: expect.stringContaining('longer than 1 MiB') });
  expect(result.missing).toContain('longer than 1 MiB');
});

test('what a hook printed before it failed may be incomplete; what it printed until it succeeded is all', async () => {
  const failed = await runHook(command('echo half; exit 1'), told('inspect'), { folder });
  expect(failed.output.toString()).toBe('half\n');
  expect(failed.missing).toContain('may be incomplete');
  expect((await runHook(command('echo all'), told('inspect'), { folder })).missing).toBeUndefined();
});

test('after its time the whole process group is ended', async () => {
  const hook = command('sleep 60 & echo $! > pid; wait', 300);
  const result = await runHook(hook, told('trigger'), { folder });
  expect(result).toMatchObject({ ok: false, detail: expect.stringContaining('was ended after 300 ms') });
  expect(await isLiving()).toBe(false);
});

test('what does not hear TERM is killed', async () => {
  const hook = command("trap '' TERM; echo $$ > pid; while :; do sleep 0.1; done", 300);
  const result = await runHook(hook, told('trigger'), { folder });
  expect(result.ok).toBe(false);
  expect(result.durationMs).toBeGreaterThan(2000);
  expect(await isLiving()).toBe(false);
});

/** Whether the process whose number the hook wrote down is still at work; one that only waits to be fetched is not. */
async function isLiving(): Promise<boolean> {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
  try {
    process.kill(pid, 0);
    return !/^State:\s+[ZX]/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('what a command leaves in the background does not hold it up', async () => {
  const result = await runHook(command('sleep 5 & echo $! > pid; echo \'{"apiInvokerId":"INV1"}\''), told('onboard'), {
    folder,
  });
  expect(result).toMatchObject({ ok: true, answer: { apiInvokerId: 'INV1' } });
  expect(result.durationMs).toBeLessThan(4000);
  process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')));
});

test('a hook is never told something else than is promised', async () => {
  const { ccf } = told('onboard');
  const wrong = { ...told('onboard'), ccf: { ...ccf, apiRoot: 'ftp://x', onboardingCredential: '' } };
  await expect(runHook(command('true'), wrong, { folder })).rejects.toThrow(
    'a hook would be told something else than docs/hooks.md promises: ccf.apiRoot (custom), ccf.onboardingCredential (too_small)',
  );
});
