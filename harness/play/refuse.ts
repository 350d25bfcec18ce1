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
  const stays = putAsideProblem();
  if (stays !== undefined && stays !== problem.message) process.stderr.write(`${stays}\n`);
  removeStaleCaptures(reportsFolder());
  process.exit(exitCode);
}

/** Puts the reports of an earlier run aside; where that cannot be, nothing is played. */
export function putAsideOrRefuse(): void {
  const stays = putAsideProblem();
  if (stays !== undefined) refuse(new NotPrepared([stays]));
}

function putAsideProblem(): string | undefined {
  try {
    putAside(reportsFolder());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
