/** What a run's exit code says: one number for scripts, worked out from the report and not from how the process ended. */
import type { Conformance } from '../../reports/conformance-schema.ts';
import { EXIT, gateReasons, exitCodeOf as ofReasons } from '../../reports/gate.ts';

/** The codes in words, for `--help`. */
export const EXIT_CODE_HELP = `Exit code
  0  conformant: every requirement of the tested roles was judged, and no "shall" is broken (warnings are allowed)
  1  not conformant: a "shall" is broken or could not be told, and the baseline, if there is one, does not say so beforehand
  2  nothing was played: the command line, the target file or a scenario is wrong, or the target cannot be reached
  3  incomplete: what was looked at is in order, but something was not looked at (because of a filter, say)
  4  the harness failed, so that nothing it says is to be relied on`;

/**
 * The exit code of a run: that of the gate for whom only a complete run will do.
 *
 * @param report - What the run left; undefined when it left no report.
 * @param played - How Playwright ended; null when by a signal.
 */
export function exitCodeOf(report: Conformance | undefined, played: number | null): number {
  if (report === undefined) return withoutReport(played);
  const { errors, scenarios } = report;
  if (scenarios.length === 0 && errors.every(({ reason }) => /No tests found/.test(reason))) return EXIT.usage;
  const code = ofReasons(gateReasons(report, ['complete']));
  // The report finds nothing wrong, and the run failed all the same: that was not the target.
  return code === EXIT.conformant && played !== 0 ? EXIT.harnessError : code;
}

/** `--list` and `--help` leave none and succeed; a wrong option ends Playwright with 1, a wrong file with 2, before anything is played. */
function withoutReport(played: number | null): number {
  if (played === 0) return EXIT.conformant;
  return played === 1 || played === 2 ? EXIT.usage : EXIT.harnessError;
}
