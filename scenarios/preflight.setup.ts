import type { FullConfig } from '@playwright/test';
import { removeStaleCaptures } from '../harness/capture/folder.ts';
import { NotPrepared, preparedOnce } from '../harness/play/prepare.ts';
import { putAsideOrRefuse, refuse } from '../harness/play/refuse.ts';
import { reportsFolder } from '../harness/play/reports-folder.ts';
import { beginRun } from '../harness/play/run-id.ts';

/** Runs once before any scenario: a target that cannot be reached is told once, and nothing is played. Secrets of an earlier run go first. */
export default async function setUp({ shard }: FullConfig): Promise<void> {
  // Workers inherit the environment, and are not told of the shard otherwise.
  if (shard) process.env.CAPIF_SHARD = `${shard.current}/${shard.total}`;
  beginRun();
  // Our reporter does so, too; but whoever names another reporter on the command line has none of ours.
  putAsideOrRefuse();
  removeStaleCaptures(reportsFolder());
  const { target } = preparedOnce();
  // The built-in nodes are not up yet, and there is nothing to look at.
  if (target.role === 'reference') return;
  const { preflight } = await import('../harness/play/preflight.ts');
  const tell = (line: string) =>
    process.stderr.write(`${line}
`);
  const problems = await uninterrupted((signal) => preflight(target, tell, signal));
  if (problems.length > 0) refuse(new NotPrepared(problems));
}

/** Playwright would end the process at once, whatever a preflight that it does not wait for has just made at the target. */
async function uninterrupted<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const playwrights = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];
  process.removeAllListeners('SIGINT').on('SIGINT', interrupt);
  const result = await act(interruption.signal);
  if (interruption.signal.aborted) refuse(new NotPrepared(['Interrupted before anything was played.']), 130);
  process.off('SIGINT', interrupt);
  for (const listener of playwrights) process.on('SIGINT', listener);
  return result;
}
