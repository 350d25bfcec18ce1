import { removeStaleCaptures } from '../capture/folder.ts';
import { putAside } from '../folders/reports.ts';
import { NotPrepared } from './prepare.ts';
import { reportsFolder } from './reports-folder.ts';

/** Usage or configuration: nothing was played. */
const EXIT_CONFIGURATION = 2;

/**
 * Returns what `make` makes. If it is {@link NotPrepared}, prints its lines and ends the process: nothing is played, no stack is shown, and the
 * reports of an earlier run are put aside, lest they be taken for this one's.
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
  putAside(reportsFolder());
  removeStaleCaptures(reportsFolder());
  process.exit(exitCode);
}
