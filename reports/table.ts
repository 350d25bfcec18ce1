/** The table at the end of a run: what was proved at each step of clause 6.8. */
import type { Verdict } from '../harness/checks/judgement.ts';
import type { Conformance } from './conformance-schema.ts';
import { type Paint, plain } from './paint.ts';
import { stepOf } from './requirement-rows.ts';
import { STEP_NAMES, VERDICT_WORDS } from './words.ts';

/** No line is wider, in characters. */
export const TABLE_WIDTH = 100;
const INDENT = ' '.repeat(4);

type Column = Verdict | 'unjudged';

/** The columns, each requirement in exactly one; `heading` is as wide as its numbers get. */
export const COLUMNS: readonly { readonly column: Column; readonly heading: string }[] = [
  { column: 'pass', heading: 'passed' },
  { column: 'warn', heading: 'warned' },
  { column: 'fail', heading: 'failed' },
  { column: 'inconclusive', heading: 'untold' },
  { column: 'error', heading: 'error' },
  { column: 'not-applicable', heading: 'n/a' },
  { column: 'unjudged', heading: 'unjudged' },
];

/** What columns with short headings mean. */
export const LEGEND =
  'untold: could not be told; n/a: ruled out by a claim of the target; unjudged: no scenario judged it.';

/** Which requirements name themselves under their step; what passed or does not apply is only counted. */
const NAMED: readonly Column[] = ['fail', 'error', 'inconclusive', 'warn', 'unjudged'];

/** One line of the table: a step (or all of them) and the ids in each column. */
export interface TableRow {
  readonly step: number | 'all';
  readonly name: string;
  readonly ids: Readonly<Record<Column, readonly string[]>>;
}

/** The rows for steps 0 to 10, in order, and one for all of them together. */
export function tableRows(report: Conformance): TableRow[] {
  const idsOf = (belongs: (step: number) => boolean): TableRow['ids'] => {
    const judged = (verdict: Verdict) =>
      report.requirements.filter((row) => row.verdict === verdict && belongs(row.step)).map((row) => row.id);
    return {
      pass: judged('pass'),
      warn: judged('warn'),
      fail: judged('fail'),
      inconclusive: judged('inconclusive'),
      error: judged('error'),
      'not-applicable': judged('not-applicable'),
      unjudged: report.unjudged.filter((id) => belongs(stepOf(id))),
    };
  };
  const steps = STEP_NAMES.map((name, step): TableRow => ({ step, name, ids: idsOf((other) => other === step) }));
  return [...steps, { step: 'all', name: 'All steps', ids: idsOf(() => true) }];
}

/**
 * The table as lines for a terminal, at most {@link TABLE_WIDTH} wide.
 *
 * @param paint - Colours numbers and names; default none.
 */
export function conformanceTable(report: Conformance, paint: Paint = plain): string {
  const headings = COLUMNS.map(({ heading }) => heading.padStart(heading.length + 2)).join('');
  const lines = [`${'Step'.padEnd(38)}${headings}`];
  const known = new Set(report.requirements.filter((row) => row.known).map((row) => row.id));
  for (const row of tableRows(report)) {
    const label = `${(row.step === 'all' ? '' : `${row.step}`).padStart(4)}  ${row.name}`.padEnd(38);
    lines.push(label + COLUMNS.map((column) => cell(row, column, paint)).join(''));
    if (row.step !== 'all') lines.push(...NAMED.flatMap((column) => names(row, column, known, paint)));
  }
  return [...lines, LEGEND].join('\n');
}

function cell(row: TableRow, { column, heading }: (typeof COLUMNS)[number], paint: Paint): string {
  const number = row.ids[column].length;
  const text = `${number === 0 ? '·' : number}`.padStart(heading.length + 2);
  return number === 0 || column === 'unjudged' ? text : paint(column, text);
}

/** `failed: S6-torn-down, S6-not-resumable`, on as many lines as it takes. */
function names(row: TableRow, column: Column, known: ReadonlySet<string>, paint: Paint): string[] {
  const ids = row.ids[column].map((id) => (known.has(id) ? `${id} (known)` : id));
  if (ids.length === 0) return [];
  const words = column === 'unjudged' ? 'judged by no scenario' : VERDICT_WORDS[column];
  const lines = [`${INDENT}  ${words}:`];
  for (const [index, id] of ids.entries()) {
    const item = ` ${id}${index === ids.length - 1 ? '' : ','}`;
    const last = lines.at(-1) ?? '';
    if (last.length + item.length > TABLE_WIDTH) lines.push(`${INDENT}   ${item}`);
    else lines[lines.length - 1] = last + item;
  }
  return column === 'unjudged' ? lines : lines.map((line) => paint(column, line));
}
