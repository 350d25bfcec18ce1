/** Runs a start hook, which may be the very node under test and stay. */
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { Hook } from '../target/hooks.ts';
import { readAnswer } from './answer.ts';
import { startCommand } from './command.ts';
import type { HookInput } from './contract.ts';
import { Gathering, type HookResult, type Outcome } from './result.ts';
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
  const gathering = new Gathering(hook, input, options.secrets);
  const began = monotonicNow();
  const phase = { ready: false, stopped: false };
  let announce: () => void = () => {};
  const ready = new Promise<'ready'>((resolve) => {
    announce = () => resolve('ready');
  });
  const { folder, env } = options;
  const command = startCommand(hook.exec, {
    folder,
    env,
    timeoutMs: hook.timeout,
    stdin,
    onStdout: (chunk) => {
      gathering.stdout.add(chunk);
      // Only the end of an object can settle it, and what comes afterwards is the node's own talk.
      if (phase.ready || !chunk.includes('}') || !isSettled(input, gathering.text)) return;
      phase.ready = true;
      announce();
    },
    onStderr: (chunk) => gathering.stderr.add(chunk),
  });
  const resultOf = (outcome: Outcome) => gathering.result(outcome, durationSince(began));
  const ended = command.ended.then((end) => {
    // That it died of our own signal is no failure.
    if (phase.stopped) return resultOf({ code: end.code, problem: undefined });
    if (end.timedOut) return resultOf({ code: end.code, problem: notReady(hook) });
    return resultOf(outcomeOf(end, hook, folder));
  });
  const stop = () => {
    phase.stopped ||= command.running;
    return command.end();
  };

  const first = await Promise.race([ready, ended]);
  if (first === 'ready') command.keep();
  const result = first === 'ready' ? resultOf({ code: undefined, problem: undefined }) : first;
  if (!result.ok) await stop();
  return {
    result,
    get running() {
      return command.running;
    },
    ended,
    stop,
  };
}

const notReady = ({ timeout }: Hook): string =>
  `stayed, but printed no JSON object within ${timeout} ms, and was ended; print one when it is ready, {} will do`;

const isSettled = (input: HookInput, text: string): boolean => ['answer', 'wrong'].includes(readAnswer(input, text).is);
