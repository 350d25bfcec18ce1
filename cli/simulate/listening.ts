import { CliProblem, codeOf } from '../problem.ts';

/**
 * Runs what opens the port that `--host` and `--port` name.
 *
 * @throws {CliProblem} when it cannot be opened; what else goes wrong is nobody's mistake at the command line, and keeps its stack.
 */
export async function listening<Node>(host: string, port: number, open: () => Promise<Node>): Promise<Node> {
  try {
    return await open();
  } catch (error) {
    const problem = cannotListen(codeOf(error), host, port);
    throw problem === undefined ? error : new CliProblem(problem);
  }
}

function cannotListen(code: string | undefined, host: string, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `--port: ${host} port ${port} is in use already; name another, or 0 for a free one`;
    case 'EACCES':
      return `--port: listening on port ${port} is not permitted here; name one above 1023, or 0 for a free one`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `--host: ${host} is no address of this machine; name one that is, such as 127.0.0.1`;
    default:
      return undefined;
  }
}
