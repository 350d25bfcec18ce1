/** The exit codes of commands that judge. */
export const EXIT_CODES = {
  conformant: 0,
  notConformant: 1,
  configuration: 2,
  incomplete: 3,
  harnessError: 4,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The codes in words, for `--help`. */
export const EXIT_CODE_HELP = `Exit code
  0  conformant: every requirement of the tested roles was judged, and no "shall" is broken (warnings are allowed)
  1  not conformant: a "shall" is broken, and the baseline of known deviations, if there is one, does not say so beforehand
  2  nothing was played: the command line, the target file or a scenario is wrong, or the target cannot be reached
  3  incomplete: no "shall" is broken, but one could not be told, or was not looked at (because of a filter, or an interruption)
  4  the harness failed, so that nothing it says is to be relied on`;
