/** Runs a hook to its end. */
import { monotonicNow } from '../../simulators/wire/clock.ts';
import type { Hook } from '../target/hooks.ts';
import { type CommandEnd, startCommand } from './command.ts';
import { HookInput } from './contract.ts';
import { callHook } from './http.ts';
import { Gathering, type HookResult, type Outcome } from './result.ts';

export interface HookOptions {
  /** The target file's, where commands are run. */
  readonly folder: string;
  /** Environment of commands. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** What it may say and we may not repeat, beyond the credentials that it is told: the target file's. Each 8 bytes long at least. */
  readonly secrets?: readonly string[];
}

/**
 * Asks the target to do something, and waits until it is done or `hook.timeout` milliseconds are over.
 *
 * Never rejects for what the target does: `ok` is false then, and `detail` says which hook, what was run, how it ended and what it
 * said last.
 *
 * @throws {TypeError} when `input` is not what a hook is promised: a fault of the harness.
 */
export async function runHook(hook: Hook, input: HookInput, options: HookOptions): Promise<HookResult> {
  const body = bodyOf(input);
  const gathering = new Gathering(hook, input, options.secrets);
  const began = monotonicNow();
  const outcome =
    hook.http === undefined
      ? await runCommand(hook, body, options, gathering)
      : await callHook(hook.http, body, hook.timeout, gathering);
  return gathering.result(outcome, durationSince(began));
}

async function runCommand(hook: Hook, stdin: string, options: HookOptions, gathering: Gathering): Promise<Outcome> {
  const { folder, env } = options;
  const command = startCommand(hook.exec ?? '', {
    folder,
    env,
    timeoutMs: hook.timeout,
    stdin,
    onStdout: (chunk) => gathering.stdout.add(chunk),
    onStderr: (chunk) => gathering.stderr.add(chunk),
  });
  return outcomeOf(await command.ended, hook, folder);
}

/** The JSON object that a hook gets, on one line. */
export function bodyOf(input: HookInput): string {
  const parsed = HookInput.safeParse(input);
  if (parsed.success) return `${JSON.stringify(parsed.data)}\n`;
  // Values are left out: credentials are among them.
  const paths = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new TypeError(`a hook would be told something else than docs/hooks.md promises: ${paths.join(', ')}`);
}

/** How a command's end counts. */
export function outcomeOf(end: CommandEnd, { timeout }: Hook, folder: string): Outcome {
  const { code, signal, timedOut, failure } = end;
  if (failure !== undefined) return { code, problem: `could not be started in ${folder} (${failure}); is it there?` };
  if (timedOut) return { code, problem: `was ended after ${timeout} ms; mend it, or give it a longer timeout` };
  if (code === undefined) return { code, problem: `was ended by ${signal}, not by us` };
  if (code === 127) return { code, problem: `ended with exit code 127: no such program, seen from ${folder}` };
  return { code, problem: code === 0 ? undefined : `ended with exit code ${code}; it must be 0` };
}

/** Milliseconds since then, with three decimals. */
export function durationSince(began: number): number {
  return (monotonicNow() - began) / 1000;
}
