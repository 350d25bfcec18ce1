/** Runs a shell command of the target's owner: in a process group of its own, bounded in time, ended by its own process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delay } from '../../simulators/wire/clock.ts';
import { FINGERPRINT_KEY } from '../evidence/secrets.ts';

export interface CommandOptions {
  /** Where it is run. */
  readonly folder: string;
  /** Default: the environment of this process, without what is nobody else's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** After that its process group is told to end. */
  readonly timeoutMs: number;
  /** What it gets at stdin; nothing by default. */
  readonly stdin?: string;
  readonly onStdout?: (chunk: Buffer) => void;
  readonly onStderr?: (chunk: Buffer) => void;
}

/** How a command ended. */
export interface CommandEnd {
  /** Exit code; undefined when a signal ended it or it never began. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly timedOut: boolean;
  /** Why it could not be started at all, e.g. `ENOENT` for a folder that is not there. */
  readonly failure: string | undefined;
}

export interface Command {
  /** Its end; never rejects. A process that it left in the background may live on. */
  readonly ended: Promise<CommandEnd>;
  /** Whether the command itself, not what it left in the background, is still there. */
  readonly running: boolean;
  /** Lifts the time limit: it does its work by staying. */
  keep(): void;
  /** Ends its process group: TERM, and KILL for what is still there 2 s later. Resolves when it is over. */
  end(): Promise<void>;
}

/** Time to put things in order between TERM and KILL. */
const GRACE_MS = 2000;
/** The last of the output arrives within this after the exit, unless somebody in the background holds the pipe. */
const AFTER_EXIT_MS = 250;
/** There is no event for the end of a whole group, so it is asked for. */
const GROUP_POLL_MS = 20;

/** Groups that would outlive us: a detached group does not hear the Ctrl-C that ends this process. */
const living = new Set<number>();
process.once('exit', () => {
  for (const group of living) signalGroup(group, 'SIGKILL');
});

/** Starts `command` by the shell. */
export function startCommand(command: string, options: CommandOptions): Command {
  const { folder, env = ownEnvironment(), timeoutMs, stdin = '', onStdout, onStderr } = options;
  const child = spawn(command, { shell: true, cwd: folder, env, detached: true, stdio: 'pipe' });
  const { pid } = child;
  if (pid !== undefined) living.add(pid);
  let timedOut = false;
  let over = false;
  const closed = once(child, 'close').then(
    () => finish(),
    () => finish(),
  );
  const finish = () => {
    over = true;
    if (pid !== undefined) living.delete(pid);
  };
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    // Once nobody holds its pipes the group is over, and its number may soon be another's.
    if (pid !== undefined && !over) ending ??= endGroup(pid, closed);
    await ending;
  };
  const limit = setTimeout(() => {
    timedOut = true;
    void end();
  }, timeoutMs);

  // Without a listener the output would fill the pipe, and the command would wait for ever.
  child.stdout.on('data', (chunk: Buffer) => onStdout?.(chunk));
  child.stderr.on('data', (chunk: Buffer) => onStderr?.(chunk));
  // A command that does not read its input closes it, which is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);

  const ended = endOf(child).then(async (how) => {
    clearTimeout(limit);
    // Whoever waits for the end of what was ended by force waits for all of it.
    await ending;
    if (!(await within(closed, AFTER_EXIT_MS))) release(child);
    return { ...how, timedOut };
  });
  return {
    ended,
    get running() {
      return pid !== undefined && child.exitCode === null && child.signalCode === null;
    },
    keep: () => clearTimeout(limit),
    end,
  };
}

/** What a command prints may be published: it has no need to know by what secrets are concealed there. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { [FINGERPRINT_KEY]: _, ...env } = process.env;
  return env;
}

/** The exit of the command itself, whoever still holds its pipes. */
function endOf(child: ChildProcess): Promise<Omit<CommandEnd, 'timedOut'>> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      const failure = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
      resolve({ code: undefined, signal: undefined, failure });
    });
    child.once('exit', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, failure: undefined }),
    );
  });
}

/** Goes on reading what a process in the background writes, lest it dies of a broken pipe, but does not stay alive for it. */
function release(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdout, child.stderr]) {
    // A pipe of a child is a socket, which the type does not say.
    if (pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  }
}

async function endGroup(group: number, closed: Promise<unknown>): Promise<void> {
  signalGroup(group, 'SIGTERM');
  await within(closed, GRACE_MS);
  // Closed pipes do not mean an empty group: a member may have sent its output elsewhere.
  for (let waited = 0; waited < GRACE_MS && isLiving(group); waited += GROUP_POLL_MS) await delay(GROUP_POLL_MS);
  if (isLiving(group)) signalGroup(group, 'SIGKILL');
  await within(closed, GRACE_MS);
}

function isLiving(group: number): boolean {
  return signalGroup(group, 0);
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    // ESRCH: it is over. EPERM: it is not ours to end.
    return false;
  }
}

/** Whether `promise` is settled within `ms`. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
