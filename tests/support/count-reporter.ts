import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase } from '@playwright/test/reporter';

/** Writes how many tests passed, failed and were skipped to the file that `CAPIF_COUNTS` names; nothing without it. */
export default class CountReporter implements Reporter {
  readonly #tests = new Set<TestCase>();

  onTestEnd(test: TestCase): void {
    this.#tests.add(test);
  }

  onEnd(): void {
    const file = process.env.CAPIF_COUNTS;
    if (file === undefined || file === '') return;
    const outcomes = [...this.#tests].map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const counts = { passed: count('expected', 'flaky'), failed: count('unexpected'), skipped: count('skipped') };
    writeFileSync(file, JSON.stringify(counts));
  }

  printsToStdio(): boolean {
    return false;
  }
}
