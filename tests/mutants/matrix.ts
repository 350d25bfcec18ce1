/** The kill matrix as a table: every requirement × every fault and variant. */
import type { Verdict } from '../../harness/checks/judgement.ts';

/** Name of the attachment by which a test hands its row to the reporter. */
export const MATRIX_ROW = 'kill-matrix-row';

export interface MatrixRow {
  /** `ccf, fault …` or `aef, variant …`. */
  readonly name: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

const MARKS: Readonly<Record<Verdict, string>> = {
  'not-applicable': '–',
  pass: '·',
  warn: 'W',
  inconclusive: '?',
  fail: 'F',
  error: 'E',
};

/** Markdown: one line a deviation, one column a requirement. */
export function matrixMarkdown(rows: readonly MatrixRow[], requirements: readonly string[]): string {
  const judged = requirements.filter((id) => rows.some(({ verdicts }) => verdicts[id] !== undefined));
  const head = ['deviation', ...judged];
  const lines = rows.map(({ name, verdicts }) => [name, ...judged.map((id) => mark(verdicts[id]))]);
  const caught = (id: string) =>
    rows.filter(({ name, verdicts }) => name.includes(', fault ') && /fail|warn/.test(verdicts[id] ?? '')).length;
  const table = [
    head,
    head.map(() => '---'),
    ...lines,
    ['**faults caught**', ...judged.map((id) => String(caught(id)))],
  ];
  return [
    '# Kill matrix',
    '',
    'Every fault of the reference nodes must be caught by exactly the requirements that it breaks; every permitted variant must stay green.',
    '',
    'F fail · W warn · ? could not be told · · pass · – not applicable · blank: not judged',
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

/** The same for a screen: what each deviation was caught by. */
export function matrixLines(rows: readonly MatrixRow[]): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, verdicts }) => {
    const list = (wanted: Verdict) => Object.keys(verdicts).filter((id) => verdicts[id] === wanted);
    const parts = [
      ...list('error').map((id) => `E ${id}`),
      ...list('fail').map((id) => `F ${id}`),
      ...list('warn').map((id) => `W ${id}`),
    ];
    const untold = list('inconclusive').length;
    if (untold > 0) parts.push(`? ${untold} untold`);
    return `${name.padEnd(width)}  ${parts.join(', ') || 'all pass'}`;
  });
}

function mark(verdict: Verdict | undefined): string {
  return verdict === undefined ? ' ' : MARKS[verdict];
}
