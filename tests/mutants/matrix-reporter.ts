import { resolve } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { writeWhole } from '../../reports/write.ts';
import { loadLedger } from '../../scenarios/requirements/ledger.ts';
import { MATRIX_ROW, type MatrixRow, matrixLines, matrixMarkdown } from './matrix.ts';

/** Gathers the rows of the kill matrix from all workers, prints them and writes reports/out/kill-matrix.md. */
export default class MatrixReporter implements Reporter {
  readonly #rows = new Map<string, MatrixRow>();

  onTestEnd(_test: TestCase, result: TestResult): void {
    for (const { name, body } of result.attachments) {
      if (name !== MATRIX_ROW || body === undefined) continue;
      const row: MatrixRow = JSON.parse(body.toString());
      this.#rows.set(row.name, row);
    }
  }

  async onEnd(): Promise<void> {
    if (this.#rows.size === 0) return;
    const rows = [...this.#rows.values()].toSorted((a, b) => a.name.localeCompare(b.name));
    const requirements = loadLedger().requirements.map(({ id }) => id);
    const file = resolve(import.meta.dirname, '../../reports/out/kill-matrix.md');
    writeWhole(file, matrixMarkdown(rows, requirements));
    process.stdout.write(
      `\nKill matrix (F fail, W warn, ? could not be told)\n${matrixLines(rows).join('\n')}\nWritten: reports/out/kill-matrix.md\n`,
    );
  }
}
