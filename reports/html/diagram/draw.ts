/**
 * The sequence diagram of TS 33.122 figure 6.8-1 as it really happened in one playing of a scenario, as SVG.
 *
 * It is made from the record alone and holds neither script nor reference, so that it can stand in a page or be a file of its own.
 */
import { failedChecks, type RunRecord } from '../../../harness/evidence/run-record.ts';
import { playName, STEP_NAMES, VERDICT_WORDS } from '../../words.ts';
import { Markup, markup, shortened } from '../markup.ts';
import { DIAGRAM_STYLE } from '../style.ts';
import { arrowY, type Bar, BOX, barsOf, barX, HEAD, type Laid, LINE, layOut, WIDTH, X } from './layout.ts';
import { LIFELINES, type Lifeline } from './lifelines.ts';
import { type Mark, marksOf } from './marks.ts';
import { alarmOf, arrow, group, note, stepNumber, time, verdict, whatWasSeen } from './shapes.ts';
import { type Story, storyOf } from './story.ts';

/** A whole SVG document with its own style, light or dark as the reader prefers: for a file, or an attachment. */
export function sequenceDiagram(record: RunRecord): string {
  return diagramOf(record, storyOf(record), new Markup(`<style>${DIAGRAM_STYLE}</style>`)).text;
}

/** The same for a page that has the style already. */
export function diagramOf(record: RunRecord, { rows, zero }: Story, style?: Markup): Markup {
  const failed = new Set(failedChecks(record));
  const marks = marksOf(record, rows);
  const laid = layOut(rows, marks, ({ check }) => failed.has(check));
  const last = laid.at(-1);
  const bottom = (last === undefined ? HEAD : last.top + last.height) + 10;
  const bars = barsOf(laid, bottom);
  const remarks = remarksOf(record, rows, bars);
  const placeless = marks.filter(({ row }) => row === rows.length);
  const foot = bottom + Math.max(remarks.length, placeless.length) * LINE + 14;
  const name = `Sequence diagram of ${playName({ ...record, id: record.scenario })}: ${VERDICT_WORDS[record.verdict]}`;
  const below = (index: number) => bottom + 18 + index * LINE;
  return markup`<svg class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${foot}" width="${WIDTH}" height="${foot}" role="img" aria-label="${name}">${style}
    <rect class="paper" width="${WIDTH}" height="${foot}"/>
    ${laid.filter(({ failing }) => failing.length > 0).map(band)}
    ${LIFELINES.map((lifeline) => head(lifeline, record, bottom))}
    ${bars.map(barOf)}
    ${laid.map((one) => rowOf(one, bars, zero, marks))}
    ${remarks.map((text, index) => markup`<text class="quiet" x="${BOX.left}" y="${below(index)}">${text}</text>`)}
    ${placeless.map((mark, index) => verdict(mark, below(index)))}
    </svg>`;
}

function head(lifeline: Lifeline, { underTest }: RunRecord, bottom: number): Markup {
  const x = X[lifeline];
  const tested = lifeline === underTest;
  return markup`<path class="life" d="M${x} ${HEAD}V${bottom}"/>
    <rect class="${tested ? 'name tested' : 'name'}" x="${x - 84}" y="4" width="168" height="${HEAD - 4}" rx="5"/>
    <text class="who" x="${x}" y="23">${NAMES[lifeline]}</text>
    <text class="role" x="${x}" y="38">${tested ? 'under test' : 'simulated'}</text>`;
}

const NAMES = { invoker: 'API invoker', ccf: 'CAPIF core function', aef: 'API exposing function' } as const;

/** What fails stands in a band of its own, which is another one where it merely could not be told. */
function band({ top, height, failing }: Laid): Markup {
  return markup`<rect class="band ${alarmOf(failing)}" x="0" y="${top - 2}" width="${WIDTH}" height="${height + 4}" rx="4"/>`;
}

/** A session at both of its ends; one that somebody ended has a cap. */
function barOf(bar: Bar): Markup {
  const height = Math.max(bar.bottom - bar.top, 2);
  return markup`${bar.ends.map((end) => {
    const x = barX(bar, end);
    const cap = bar.closing !== undefined && markup`<path class="cap ${bar.of}" d="M${x - 3} ${bar.bottom}h12"/>`;
    return markup`<rect class="bar ${bar.of}" x="${x}" y="${bar.top}" width="6" height="${height}"/>${cap}`;
  })}`;
}

function rowOf(laid: Laid, bars: readonly Bar[], zero: number, all: readonly Mark[]): Markup {
  const { row, top, marks, failing } = laid;
  const y = row.shape === 'arrow' ? arrowY(laid) : top + 16;
  // What happens inside a node is seen by probes elsewhere in the diagram.
  const own = row.shape === 'note' ? all.filter((mark) => mark.step === row.step) : marks;
  const step = row.step !== undefined && stepNumber(row.step, y, own);
  return markup`<g${row.step === undefined && failing.length === 0 && markup` class="aside"`}>
    ${isTimed(laid) && time(zero, row.at, y)}${step}${shapeOf(laid, bars)}${whatWasSeen(laid)}
    ${marks.map((mark, index) => verdict(mark, top + 14 + index * LINE))}</g>`;
}

function shapeOf(laid: Laid, bars: readonly Bar[]): Markup {
  const { row, top, failing } = laid;
  if (row.shape === 'note') return note(row, top);
  if (row.shape === 'group') return group(row, top, failing);
  const bar = bars.find(({ connection }) => connection === row.connection);
  return arrow(row, arrowY(laid), bar, failing);
}

/** Preparation is no moment, and what a node does inside is not seen happening. */
function isTimed({ row }: Laid): boolean {
  return row.seqs.length > 0 && !(row.shape === 'group' && row.about === 'preparation');
}

/** What the diagram does not show, in words: sessions that nobody ended, steps that nothing was seen of. */
function remarksOf({ steps }: RunRecord, rows: Story['rows'], bars: readonly Bar[]): string[] {
  const open = bars.filter(({ closing }) => closing === undefined).map(({ label }) => label);
  const shown = new Set([...rows.map(({ step }) => step), ...steps.map(({ step }) => step)]);
  const absent = STEP_NAMES.map((_, step) => step).filter((step) => !shown.has(step));
  return [
    ...(open.length === 0 ? [] : [shortened(`Open at the end of the recording: ${open.join('; ')}`, 104)]),
    ...(absent.length === 0 ? [] : [`Steps of the clause that this scenario does not look at: ${absent.join(', ')}`]),
  ];
}
