/** What a run's exit code says: one number for scripts, worked out from the report and not from how the process ended. */
import type { Conformance } from '../../reports/conformance-schema.ts';

export const EXIT_CODES = {
  conformant: 0,
  notConformant: 1,
  configuration: 2,
  incomplete: 3,
  harnessError: 4,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The same for `--help`. */
export const EXIT_CODE_HELP = `Exit code
  0  conformant: every requirement of the tested roles was judged and no "shall" is broken (warnings are allowed)
  1  not conformant: a requirement failed, and the baseline of known deviations, if there is one, does not say so beforehand
  2  nothing was played: the command line, the target file or a scenario is wrong, or the target cannot be reached
  3  incomplete: nothing failed, but something was not looked at (a filter, say) or could not be told
  4  the harness failed, so that nothing it says is to be relied on`;

/**
 * The exit code of a run.
 *
 * @param report - What the run left; undefined when it left no report.
 * @param played - How Playwright ended; null when by a signal.
 */
export function exitCodeOf(report: Conformance | undefined, played: number | null): ExitCode {
  if (report === undefined) return withoutReport(played);
  const { summary, errors, requirements, scenarios } = report;
  if (scenarios.length === 0 && errors.every(({ reason }) => /No tests found/.test(reason))) {
    return EXIT_CODES.configuration;
  }
  if (summary.error > 0 || errors.length > 0) return EXIT_CODES.harnessError;
  const unexpected = requirements.filter(({ known }) => known !== true);
  if (unexpected.some(({ verdict }) => verdict === 'fail')) return EXIT_CODES.notConformant;
  const untold = unexpected.some(({ verdict, level }) => verdict === 'inconclusive' && level === 'shall');
  if (untold || !summary.complete) return EXIT_CODES.incomplete;
  // A run can fail for more than its requirements: a baseline with stale entries, a reporter that could not write.
  return played === 0 ? EXIT_CODES.conformant : EXIT_CODES.notConformant;
}

/** `--list` and `--help` leave none and succeed; a wrong option ends Playwright with 1, a wrong file with 2, before anything is played. */
function withoutReport(played: number | null): ExitCode {
  if (played === 0) return EXIT_CODES.conformant;
  return played === 1 || played === 2 ? EXIT_CODES.configuration : EXIT_CODES.harnessError;
}
