/** Something that the person at the command line can put right. Told as it is, on stderr, without a stack. */
export class CliProblem extends Error {
  /** With what the process exits. 1: it could not be done. 2: the command line, or a file that it names, makes no sense. */
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CliProblem';
    this.exitCode = exitCode;
    this.stack = this.message;
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's or the system's code of an error, e.g. `EADDRINUSE`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
