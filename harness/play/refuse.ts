import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { removeStaleCaptures } from '../capture/folder.ts';
import { NotPrepared } from './prepare.ts';
import { reportsFolder } from './reports-folder.ts';

/** Usage or configuration: nothing was played. */
const EXIT_CONFIGURATION = 2;
const STALE = [
  'conformance.json',
  'summary.md',
  'index.html',
  'junit.xml',
  'badge.svg',
  'allure-results',
  'allure-report',
  'evidence',
];

/**
 * Returns what `make` makes. If it is {@link NotPrepared}, prints its lines and ends the process: nothing is played, no stack is shown, and no
 * report of an earlier run is left to be taken for this one's.
 */
export function refuseToStart<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotPrepared)) throw error;
    return refuse(error);
  }
}

/** Says why nothing is played, and ends the process. */
export function refuse(problem: NotPrepared, exitCode: number = EXIT_CONFIGURATION): never {
  process.stderr.write(`${problem.message}\n`);
  for (const name of STALE) rmSync(resolve(reportsFolder(), name), { recursive: true, force: true });
  removeStaleCaptures(reportsFolder());
  process.exit(exitCode);
}
