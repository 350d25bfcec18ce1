import { reportsProblem } from '../folders/reports.ts';
import { displayed } from '../target/yaml/file.ts';
import { NotPrepared } from './prepare.ts';
import { reportsFolder } from './reports-folder.ts';

/**
 * Sees to it that reports can be written before anything is played for them. Workers rely on the process that started them.
 *
 * @throws {NotPrepared} in one line.
 */
export function requireReportsFolder(env: Readonly<Record<string, string | undefined>> = process.env): void {
  if (env.TEST_WORKER_INDEX !== undefined) return;
  const folder = reportsFolder(env);
  const problem = reportsProblem(folder);
  if (problem !== undefined) throw new NotPrepared([`CAPIF_REPORTS ${displayed(folder)}: ${problem}`]);
}
