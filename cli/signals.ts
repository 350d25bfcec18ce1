/** Ctrl+C, and being told to end, where there is something to put away first. */

/** As a shell counts it: 128 and the number of the signal. */
export const EXIT_INTERRUPTED = 130;

/**
 * Acts with a signal that aborts at the first SIGINT or SIGTERM, which does not end the process then. The second ends it at once.
 *
 * @param onAbort - Called at the first.
 */
export async function untilInterrupted<Result>(
  onAbort: () => void,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  const end = () => {
    if (interruption.signal.aborted) process.exit(EXIT_INTERRUPTED);
    onAbort();
    interruption.abort();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  try {
    return await act(interruption.signal);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}
