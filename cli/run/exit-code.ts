/** What a run's exit code says: one number for scripts, worked out from the report and not from how the process ended. */
import type { Conformance } from '../../reports/conformance-schema.ts';
import { gateReasons, type Reason } from '../../reports/gate.ts';
import { EXIT_CODES, type ExitCode } from './codes.ts';

/**
 * The exit code of a run: that of a gate for which only a complete run will do.
 *
 * @param report - What the run left; undefined when it left no report.
 * @param played - How Playwright ended; null when by a signal.
 */
export function exitCodeOf(report: Conformance | undefined, played: number | null): ExitCode {
  if (report === undefined) return withoutReport(played);
  const { errors, scenarios } = report;
  if (scenarios.length === 0 && played !== INTERRUPTED && errors.every(({ reason }) => /No tests found/.test(reason))) {
    return EXIT_CODES.configuration;
  }
  const code = exitCodeOfReasons(gateReasons(report, ['complete']));
  // The report finds nothing wrong, and the run failed all the same: that was not the target.
  return code === EXIT_CODES.conformant && played !== 0 ? EXIT_CODES.harnessError : code;
}

/** An error of the harness makes every other judgement doubtful, and a breach stays one in an incomplete run. */
export function exitCodeOfReasons(reasons: readonly Reason[]): ExitCode {
  const is = (kind: Reason['because']) => reasons.some(({ because }) => because === kind);
  if (is('harness-error')) return EXIT_CODES.harnessError;
  if (is('not-conformant')) return EXIT_CODES.notConformant;
  return is('incomplete') ? EXIT_CODES.incomplete : EXIT_CODES.conformant;
}

/** How Playwright ends when it was interrupted; before the first scenario there is no report. */
const INTERRUPTED = 130;

/** `--list` and `--help` leave none and succeed; a wrong option ends Playwright with 1, a wrong file with 2, before anything is played. */
function withoutReport(played: number | null): ExitCode {
  if (played === 0) return EXIT_CODES.conformant;
  if (played === INTERRUPTED) return EXIT_CODES.incomplete;
  return played === 1 || played === 2 ? EXIT_CODES.configuration : EXIT_CODES.harnessError;
}
