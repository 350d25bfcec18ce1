/** The life of a simulated node as a process: start, one line when ready, an end on demand that is bounded in time. */
import { delay } from '../../simulators/wire/clock.ts';
import { CliProblem } from '../problem.ts';

/** Whoever ends a node does not wait longer than 2 s for it. */
const END_BOUND_MS = 1800;

/** What can be ended. */
export interface Closable {
  close(): Promise<unknown>;
}

/**
 * Runs a node until SIGTERM or SIGINT, or until its work is done. A second signal kills at once.
 *
 * @param start - Brings it up; may be interrupted.
 * @param ready - What to print when it is up: an object as one JSON line, text as it is; no secrets. If this throws, the node is closed.
 * @param work - What it does meanwhile; without it, it serves.
 */
export async function runNode<Node extends Closable>(
  start: () => Promise<Node>,
  ready: (node: Node) => object | string | Promise<object | string>,
  work: (node: Node) => Promise<void> = () => forever(),
): Promise<void> {
  const stopped = stopSignal();
  const starting = start();
  try {
    const node = await Promise.race([starting, stopped]);
    if (node === undefined) return;
    const told = await ready(node);
    if (typeof told === 'string') process.stdout.write(told);
    else printLine(told);
    await Promise.race([work(node), stopped]);
  } finally {
    await ended(starting);
  }
}

/** One JSON line on stdout. */
export function printLine(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Never resolves: for work that only a signal ends. */
export function forever(): Promise<never> {
  return new Promise(() => {});
}

function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(undefined));
  });
}

/** Closes what was started, even if that was still under way when the end was asked for. */
async function ended(starting: Promise<Closable>): Promise<void> {
  const closed = starting.then(
    (node) => node.close(),
    () => undefined, // what did not start needs no end; whoever waits for the start is told why
  );
  const late = delay(END_BOUND_MS).then(() => {
    throw new CliProblem(`the node did not end within ${END_BOUND_MS} ms of being asked to; its process ends anyway`);
  });
  await Promise.race([closed, late]);
}
