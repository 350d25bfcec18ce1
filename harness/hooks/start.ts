/** Runs a start hook, which may be the very node under test and stay. */
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { Hook } from '../target/hooks.ts';
import { readAnswer } from './answer.ts';
import { startCommand } from './command.ts';
import type { HookInput } from './contract.ts';
import { Gathering, type HookResult } from './result.ts';
import { bodyOf, durationSince, type HookOptions, outcomeOf, runHook } from './run.ts';

/** What a start hook brought up. */
export interface Started {
  /** How the start went. */
  readonly result: HookResult;
  /** Whether the hook's own process is still there. */
  readonly running: boolean;
  /** Resolves when the hook's own process has ended: how it then went, with what it said last. At once, where it did not stay. */
  readonly ended: Promise<HookResult>;
  /** Ends what the hook left running, if anything, with all its children. May be called again. */
  stop(): Promise<void>;
}

/**
 * Asks the target to start. A command may bring the node up elsewhere, answer and end with exit code 0; or be the node itself: then it
 * answers its JSON object when it is ready (`{}` will do) and stays until {@link Started.stop}.
 *
 * Never rejects for what the target does: `result.ok` is false then, and nothing is left running.
 *
 * @throws {TypeError} as `runHook`.
 */
export async function startLongRunning(hook: Hook, input: HookInput, options: HookOptions): Promise<Started> {
  if (hook.exec === undefined) {
    const result = await runHook(hook, input, options);
    return { result, running: false, ended: Promise.resolve(result), stop: async () => {} };
  }
  const stdin = bodyOf(input);
  const gathering = new Gathering(hook, input);
  const began = monotonicNow();
  let answered: () => void = () => {};
  const ready = new Promise<'ready'>((resolve) => {
    answered = () => resolve('ready');
  });
  const command = startCommand(hook.exec, {
    ...options,
    timeoutMs: hook.timeout,
    stdin,
    onStdout: (chunk) => {
      gathering.stdout.add(chunk);
      if (chunk.includes('}') && isSettled(input, gathering.text)) answered();
    },
    onStderr: (chunk) => gathering.stderr.add(chunk),
  });
  let running = true;
  const ended = command.ended.then((end) => {
    running = false;
    return gathering.result(outcomeOf(end, hook, options.folder), durationSince(began));
  });

  const first = await Promise.race([ready, ended]);
  if (first === 'ready') command.keep();
  const result =
    first === 'ready' ? gathering.result({ code: undefined, problem: undefined }, durationSince(began)) : first;
  if (!result.ok) await command.end();
  return {
    result,
    get running() {
      return running;
    },
    ended,
    stop: () => command.end(),
  };
}

const isSettled = ({ hook }: HookInput, text: string): boolean =>
  ['answer', 'wrong'].includes(readAnswer(hook, text).is);
