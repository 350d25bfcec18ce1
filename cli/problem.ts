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

/** An error that nobody foresaw, in one line: what it says, and how to see where it came from. */
export function unforeseen(error: unknown, env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.CAPIF_DEBUG) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const [first = ''] = messageOf(error).trim().split('\n');
  return `the harness failed: ${first}; please report it, with what CAPIF_DEBUG=1 adds`;
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's or the system's code of an error, e.g. `EADDRINUSE`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
