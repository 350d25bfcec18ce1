/**
 * A Playwright reporter that tells which step is being played, while it is: on a terminal as one line that is written over, in a log as a line a
 * step. `CAPIF_PROGRESS` chooses (`live` or `lines`). It stands before the reporter of results, so that its line is gone before that one writes.
 */
import type { Reporter, Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { legible, oneLine } from './outcome.ts';

export interface ProgressOptions {
  readonly mode: 'live' | 'lines';
  /** Default: stderr of this process, so that results can be piped on. */
  readonly output?: { write(text: string): unknown; readonly columns?: number };
}

/** Back to the first column, and everything right of it deleted. */
const CLEAR = '\r\u001b[2K';

export default class ProgressReporter implements Reporter {
  readonly #live: boolean;
  readonly #output: NonNullable<ProgressOptions['output']>;
  #planned = 0;
  #ended = 0;
  #shown = false;

  constructor({ mode, output = process.stderr }: ProgressOptions) {
    this.#live = mode === 'live';
    this.#output = output;
  }

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#planned = suite.allTests().length;
  }

  onStepBegin(test: TestCase, _result: TestResult, step: TestStep): void {
    // Steps of ours alone; the verdicts come all at once at the end of a test, and are told with its result.
    if (step.category !== 'test.step' || step.parent !== undefined || isVerdict(step.title)) return;
    const line = oneLine(legible(`${this.#ended + 1}/${this.#planned} ${test.title} ▸ ${step.title}`));
    if (!this.#live) {
      this.#output.write(`${line}\n`);
      return;
    }
    const columns = this.#output.columns ?? 80;
    this.#output.write(`${CLEAR}${[...line].slice(0, columns - 1).join('')}`);
    this.#shown = true;
  }

  onTestEnd(): void {
    this.#ended += 1;
    this.#clear();
  }

  onStdOut(): void {
    this.#clear();
  }

  onStdErr(): void {
    this.#clear();
  }

  onError(): void {
    this.#clear();
  }

  onEnd(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#shown) this.#output.write(CLEAR);
    this.#shown = false;
  }
}

/** `step 6 S6-torn-down: pass`, where a step that is played is `step 6: …`. */
function isVerdict(title: string): boolean {
  return /^step \d+ S\d/.test(title);
}
