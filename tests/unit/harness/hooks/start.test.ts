import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLongRunning } from '../../../../harness/hooks/start.ts';
import { expect, test } from '../../../support/test.ts';
import { command, told } from './told.ts';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hooks-test-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

const start = (exec: string, timeout = 10_000) => startLongRunning(command(exec, timeout), told('start'), { folder });
const LINE = `echo '{"serviceApi":"https://127.0.0.1:1"}'`;

test('a hook that brings the node up elsewhere answers and ends', async () => {
  const started = await start(LINE);
  expect(started.result).toMatchObject({ ok: true, answer: { serviceApi: 'https://127.0.0.1:1' } });
  expect((await started.ended).code).toBe(0);
  expect(started.running).toBe(false);
  await started.stop();
});

test('a hook that is the node answers when it is ready and stays until it is stopped', async () => {
  const started = await start(`echo booting; ${LINE}; exec sleep 60`, 5000);
  expect(started.result).toMatchObject({ ok: true, code: undefined, answer: { serviceApi: 'https://127.0.0.1:1' } });
  expect(started.running).toBe(true);
  await started.stop();
  expect(started.running).toBe(false);
  // That it died of our signal is no failure.
  expect(await started.ended).toMatchObject({ ok: true, code: undefined });
  await started.stop();
});

test('its time limit is one for getting ready, not for staying', async () => {
  const started = await start(`${LINE}; sleep 0.6; echo worn out >&2; exit 4`, 400);
  expect(started.result.ok).toBe(true);
  expect(await started.ended).toMatchObject({
    ok: false,
    code: 4,
    detail: 'the start hook (echo …) ended with exit code 4; it must be 0; it last said: worn out',
  });
});

test('a hook that stays without a word is ended', async () => {
  const started = await start('exec sleep 60', 300);
  expect(started.result).toMatchObject({
    ok: false,
    detail:
      'the start hook (exec …) stayed, but printed no JSON object within 300 ms, and was ended; print one when it is ready, {} will do',
  });
  expect(started.running).toBe(false);
});

test('a hook with a wrong answer is ended at once', async () => {
  const started = await start(`echo '{"serviceApi":1}'; exec sleep 60`);
  expect(started.result).toMatchObject({ ok: false, detail: expect.stringContaining('serviceApi') });
  expect(started.running).toBe(false);
});

test('a node that the hook leaves in the background is ended by stop', async () => {
  const started = await start(`sleep 60 & echo "{\\"pid\\":$!}"`);
  expect(started.result.ok).toBe(true);
  await started.ended;
  const { pid } = JSON.parse(started.result.output.toString());
  expect(() => process.kill(pid, 0)).not.toThrow();
  await started.stop();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
