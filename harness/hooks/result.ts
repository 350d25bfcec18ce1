/** How a hook went. */
import type { HookEntry } from '../evidence/timeline.ts';
import type { Hook } from '../target/hooks.ts';
import { readAnswer } from './answer.ts';
import type { HookAnswer, HookInput } from './contract.ts';
import { Discretion, KEPT_BYTES, lastLine, nameOf } from './discreet.ts';
import { Head, Tail } from './output.ts';

/** As an entry of the timeline, and beyond that what the harness works with. */
export interface HookResult extends Omit<HookEntry, 'kind'> {
  /** Empty where there was none, or where the hook has nothing to answer. */
  readonly answer: HookAnswer;
  /**
   * stdout, or the body of the answer: at most 1 MiB. May hold credentials: for scanning only, never to be written anywhere. When more came,
   * `detail` says so.
   */
  readonly output: Buffer;
  /** Why that is not all that it would have said: it failed, or said more. For scanning, too; undefined where it is all. */
  readonly missing: string | undefined;
}

/** How it ended: well, or with a problem that is put after the hook's name. */
export interface Outcome {
  readonly code: number | undefined;
  readonly problem: string | undefined;
}

const MOST_OUTPUT = 1024 * 1024;

/** Gathers what a hook says while it runs. */
export class Gathering {
  readonly stdout = new Head(MOST_OUTPUT);
  readonly stderr = new Tail(KEPT_BYTES);
  readonly #hook: Hook;
  readonly #input: HookInput;
  readonly #discretion: Discretion;

  constructor(hook: Hook, input: HookInput, secrets: readonly string[] = []) {
    this.#hook = hook;
    this.#input = input;
    this.#discretion = new Discretion(input, secrets);
  }

  get text(): string {
    return this.stdout.bytes.toString('utf8');
  }

  /** The result of a hook that ended like that after `durationMs`. A wrong answer is a failure, too. */
  result({ code, problem }: Outcome, durationMs: number): HookResult {
    const { hook } = this.#input;
    const said = this.#discretion.endOf(this.stderr);
    const read = readAnswer(this.#input, this.text);
    const wrong = problem ?? problemIn(read);
    const cut = this.stdout.complete ? undefined : 'is longer than 1 MiB, and was read no further';
    const missing = wrong === undefined ? cut : 'may be incomplete: the hook failed, as its entry tells';
    const common = { hook, code, durationMs, output: this.stdout.bytes, missing };
    if (wrong !== undefined) {
      const last = lastLine(said);
      const called = this.#discretion.redact(`${nameOf(this.#hook, this.#input)} ${wrong}`);
      const detail = `${called}${last === '' ? '' : `; it last said: ${last}`}`;
      return { ...common, ok: false, detail: said.includes('\n') ? `${detail}\n${said}` : detail, answer: {} };
    }
    const kept = this.stdout.complete ? '' : 'its output was longer than 1 MiB, the rest was not kept; ';
    return { ...common, ok: true, detail: `${kept}${said}`, answer: read.is === 'answer' ? read.answer : {} };
  }
}

function problemIn(read: ReturnType<typeof readAnswer>): string | undefined {
  if (read.is === 'wrong') return read.problem;
  return read.is === 'unfinished'
    ? 'printed a line that begins with { and is not a JSON object; print one whole object to stdout, and logs to stderr'
    : undefined;
}
