/** Child processes of the end-to-end tests: bounded in time, and ended by the process id that they were started with. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It was ended because its time was over. */
  readonly timedOut: boolean;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to the little that a process needs; nothing else of the test's own environment reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** It is told to end after that. Default 20 s. */
  readonly timeoutMs?: number;
}

/** A `node` process that is running. */
export class Running {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;
  #stdout = '';
  #stderr = '';

  constructor(script: string, args: readonly string[], options: ProcessOptions = {}) {
    const { PATH = '', HOME = '', TMPDIR } = process.env;
    this.#child = spawn(process.execPath, [script, ...args], {
      cwd: options.cwd ?? PROJECT,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), NO_COLOR: '1', ...options.env },
      stdio: 'pipe',
      timeout: options.timeoutMs ?? 20_000,
      killSignal: 'SIGTERM',
    });
    this.#ended = once(this.#child, 'close');
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('a process with pipes has none');
    stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('the process did not start');
    return pid;
  }

  /** The next line of stdout, as JSON. @throws {Error} with what stderr said when none comes. */
  async nextLine(): Promise<Record<string, unknown>> {
    const { done, value } = await this.#lines.next();
    if (done) throw new Error(`the process ended without another line; stderr: ${this.#stderr}`);
    return JSON.parse(value);
  }

  /** Sends one line to stdin. */
  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Sends one line to stdin and reads the line that answers it. */
  async ask(line: string): Promise<Record<string, unknown>> {
    this.say(line);
    return await this.nextLine();
  }

  /** Ends stdin. */
  hangUp(): void {
    this.#child.stdin?.end();
  }

  /** Waits for its end, which `signal` asks for if given. */
  async end(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Ended> {
    if (signal !== undefined && this.#child.exitCode === null) this.#child.kill(signal);
    await this.#ended;
    const { exitCode: code, killed } = this.#child;
    const timedOut = signal === undefined && killed && code === null;
    return { code, stdout: this.#stdout, stderr: this.#stderr, timedOut };
  }
}

/** Runs a process to its end. */
export function run(script: string, args: readonly string[], options?: ProcessOptions): Promise<Ended> {
  const running = new Running(script, args, options);
  running.hangUp();
  return running.end();
}

/** The launcher of the command line. */
export const CLI = `${PROJECT}cli/capif-conformance.js`;
