import type { FullConfig } from '@playwright/test';
import { removeStaleCaptures } from '../harness/capture/folder.ts';
import { NotPrepared, preparedOnce } from '../harness/play/prepare.ts';
import { refuse } from '../harness/play/refuse.ts';
import { reportsFolder } from '../harness/play/reports-folder.ts';
import { beginRun } from '../harness/play/run-id.ts';

/** Runs once before any scenario: a target that cannot be reached is told once, and nothing is played. Secrets of an earlier run go first. */
export default async function setUp({ shard }: FullConfig): Promise<void> {
  // Workers inherit the environment, and are not told of the shard otherwise.
  if (shard) process.env.CAPIF_SHARD = `${shard.current}/${shard.total}`;
  beginRun();
  removeStaleCaptures(reportsFolder());
  const { target } = preparedOnce();
  // The built-in nodes are not up yet, and there is nothing to look at.
  if (target.role === 'reference') return;
  const { preflight } = await import('../harness/play/preflight.ts');
  const problems = await preflight(target, (line) => process.stderr.write(`${line}\n`));
  if (problems.length > 0) refuse(new NotPrepared(problems));
}
