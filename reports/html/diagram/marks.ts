/** Where in a diagram a verdict belongs: at the row that shows what was judged. */
import type { RunRecord, RunRecordCheck } from '../../../harness/evidence/run-record.ts';
import type { Row } from './rows.ts';

export interface Mark {
  readonly check: RunRecordCheck;
  /** Step of the clause under which the scenario expects it. */
  readonly step: number;
  /** Index of the row; the number of rows where none fits. */
  readonly row: number;
}

/** Every check of the record, in its order, at its row. */
export function marksOf(record: RunRecord, rows: readonly Row[]): Mark[] {
  return record.steps.flatMap(({ step, checks }) =>
    checks.map((check) => ({ check, step, row: rowOf(check, step, rows) })),
  );
}

/**
 * What holds stands at the last row of its own step that it cites, else at the last row that it cites. What does not
 * hold stands at the last row that it cites, wherever that is, unless what it waited for at its step came after that or never.
 */
function rowOf({ evidence, verdict }: RunRecordCheck, step: number, rows: readonly Row[]): number {
  const later = rows.map((row, index) => ({ row, index })).filter(({ row }) => !isPreparation(row));
  const cited = later.filter(({ row }) => row.seqs.some((seq) => evidence.includes(seq)));
  const own = later.filter(({ row }) => row.step === step);
  const last = cited.at(-1);
  const missing = own.findLast(({ row }) => row.shape === 'arrow' && row.look === 'missing');
  const found =
    verdict === 'pass'
      ? (cited.findLast(({ row }) => row.step === step) ?? last)
      : missing !== undefined && (last === undefined || last.index < missing.index)
        ? missing
        : last;
  return (found ?? own[0])?.index ?? rows.length;
}

/** Controls are cited by every negative, and decide none of them. */
function isPreparation(row: Row): boolean {
  return row.shape === 'group' && row.about === 'preparation';
}
