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
 * hold stands at the entry that decided, which is the last that it cites unless the finding names it, wherever that is;
 * unless what it waited for at its step came after that or never. Of the two arrows of one exchange the one of its own
 * step is meant.
 */
function rowOf(check: RunRecordCheck, step: number, rows: readonly Row[]): number {
  const { evidence, verdict } = check;
  const later = rows.map((row, index) => ({ row, index })).filter(({ row }) => !isPreparation(row));
  const showing = (seqs: readonly number[]) => later.filter(({ row }) => row.seqs.some((seq) => seqs.includes(seq)));
  const ofStep = (some: typeof later) => some.findLast(({ row }) => row.step === step) ?? some.at(-1);
  const own = later.filter(({ row }) => row.step === step);
  if (verdict === 'pass') return (ofStep(showing(evidence)) ?? own[0])?.index ?? rows.length;

  const named = check.decisive === undefined ? undefined : ofStep(showing([check.decisive]));
  if (named !== undefined) return named.index;
  const last = showing(evidence).at(-1);
  const missing = own.findLast(({ row }) => row.shape === 'arrow' && row.look === 'missing');
  if (missing !== undefined && (last === undefined || last.index < missing.index)) return missing.index;
  const meant = last && ofStep(showing(last.row.seqs.filter((seq) => evidence.includes(seq))));
  return (meant ?? own[0])?.index ?? rows.length;
}

/** Controls are cited by every negative, and decide none of them. */
function isPreparation(row: Row): boolean {
  return row.shape === 'group' && row.about === 'preparation';
}

/** Whether what fails at a row is a breach or a fault, or merely could not be told. */
export function isBreach({ check }: Mark): boolean {
  return check.verdict !== 'inconclusive';
}
