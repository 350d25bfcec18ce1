import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Absolute path of the folder that the reports of a run go to: `CAPIF_REPORTS`, which counts from the working directory, or reports/out of the
 * harness. Whoever has it installed as a package does not want their reports among installed files.
 */
export function reportsFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.CAPIF_REPORTS ? resolve(env.CAPIF_REPORTS) : fileURLToPath(new URL('../../reports/out', import.meta.url));
}
