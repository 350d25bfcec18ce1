/** The parts of a row, drawn. */
import { STEP_NAMES, VERDICT_SIGNS } from '../../words.ts';
import { type Markup, markup, shortened } from '../markup.ts';
import { type Bar, BOX, COLUMN, type Laid, LINE, reach, X } from './layout.ts';
import { isBreach, type Mark } from './marks.ts';
import type { ArrowRow, GroupRow, NoteRow } from './rows.ts';
import { since } from './time.ts';

/** Widths of a character of the small and the large text, rather more than less: fonts differ. */
const GLYPH = { small: 6.4, large: 7.6 } as const;

export function time(zero: number, at: number, y: number): Markup {
  return markup`<text class="time" x="${COLUMN.time}" y="${y + 4}">${since(zero, at)}</text>`;
}

/** The number of the step, in the colour of the worst of these marks. */
export function stepNumber(step: number, y: number, marks: readonly Mark[]): Markup {
  const worst = WORST.find((verdict) => marks.some(({ check }) => check.verdict === verdict)) ?? 'none';
  return markup`<circle class="step v-${worst}" cx="${COLUMN.step}" cy="${y}" r="11"/>
    <text class="number v-${worst}" x="${COLUMN.step}" y="${y + 4}">${step}</text>`;
}

const WORST = ['error', 'fail', 'inconclusive', 'warn', 'pass'] as const;

export function verdict({ check }: Mark, y: number): Markup {
  return markup`<text class="verdict v-${check.verdict}" x="${COLUMN.verdicts}" y="${y}">${VERDICT_SIGNS[check.verdict]} ${check.requirement}</text>`;
}

/** Under a row that fails, what was seen there. */
export function whatWasSeen({ top, height, failing }: Laid): Markup {
  const y = (index: number) => top + height - (failing.length - 1 - index) * LINE - 4;
  return markup`${failing.map(
    ({ check }, index) =>
      markup`<text class="seen v-${check.verdict}" x="${BOX.left}" y="${y(index)}">${VERDICT_SIGNS[check.verdict]} saw: ${shortened(check.seen, 110)}</text>`,
  )}`;
}

/** How a row with these marks of a failing test is shown: `failing`, or `untold` where nothing but the telling failed. */
export function alarmOf(failing: readonly Mark[]): 'failing' | 'untold' | false {
  return failing.length > 0 && (failing.some(isBreach) ? 'failing' : 'untold');
}

/** An arrow that did not arrive ends in a cross. */
export function arrow(row: ArrowRow, y: number, bar: Bar | undefined, failing: readonly Mark[]): Markup {
  const [from, to] = reach(row, bar);
  const ahead = to > from ? 1 : -1;
  const abrupt = row.look === 'closing' && /RST|alert/.test(row.text);
  const kind = [row.look, abrupt && 'abrupt', row.instead !== undefined && 'negative', alarmOf(failing)]
    .filter(Boolean)
    .join(' ');
  const tip = (x: number, towards: number) => markup`<path class="tip" d="M${x} ${y}l${-9 * towards} -5v10z"/>`;
  const arrives = row.look !== 'missing' && row.look !== 'refused';
  const end = arrives
    ? tip(to, ahead)
    : markup`<path class="cross" d="M${to - 9 * ahead - 6} ${y - 6}l12 12m0 -12l-12 12"/>`;
  return markup`<g class="arrow ${kind}"><path class="line" d="M${from} ${y}H${to - (arrives ? 2 : 9) * ahead}"/>
    ${end}${row.look === 'session' && tip(from, -ahead)}${words(row, (from + to) / 2, y, Math.abs(to - from))}</g>`;
}

function words(row: ArrowRow, x: number, y: number, width: number): Markup {
  const room = Math.floor(width / GLYPH.small);
  const label = (text: string) => markup`<text class="label" x="${x}" y="${y - 6}">${fitted(text, room)}</text>`;
  const title = row.instead ?? (row.look === 'missing' || row.step === undefined ? row.caption : STEP_NAMES[row.step]);
  if (row.step === undefined) return label(`${row.caption}: ${row.text}`);
  return markup`<text class="title" x="${x}" y="${y - 20}">${title}</text>${label(row.text)}`;
}

/** Of a request line the end of the path stays, which tells resources apart; of other text the beginning. */
export function fitted(text: string, room: number): string {
  const [, before = '', path] = /^((?:.*: )?[A-Z]+ )(\S+)$/.exec(text) ?? [];
  if (path === undefined || text.length <= room || before.length + 1 >= room) return shortened(text, room);
  const end = path.slice(before.length + 1 - room);
  const segment = end.indexOf('/');
  return `${before}…${segment < 0 ? end : end.slice(segment)}`;
}

export function note({ on, caption, text, alarm, step }: NoteRow, top: number): Markup {
  const said = shortened(text === '' ? caption : `${caption}: ${text}`, 100);
  const glyph = step === undefined ? GLYPH.small : GLYPH.large;
  const width = Math.round(Math.min(said.length * glyph + 24, BOX.right - BOX.left));
  const centre = on === undefined ? (BOX.left + BOX.right) / 2 : X[on];
  const x = Math.round(Math.min(Math.max(centre - width / 2, BOX.left), BOX.right - width));
  const kind = ['note', step === undefined ? 'small' : 'main', alarm && 'alarm'].filter(Boolean).join(' ');
  return markup`<g class="${kind}"><rect x="${x}" y="${top + 4}" width="${width}" height="24" rx="4"/>
    <text x="${Math.round(x + width / 2)}" y="${top + 20}">${said}</text></g>`;
}

/** In a box whose row fails, the lines that show it: for each failing check the one that decided, else the last that it cites. */
export function group({ caption, lines }: GroupRow, top: number, failing: readonly Mark[]): Markup {
  const showing = (cited: readonly number[]) => lines.findLast(({ seqs }) => seqs.some((seq) => cited.includes(seq)));
  const decided = failing.map((mark) => {
    const { decisive, evidence } = mark.check;
    return { mark, line: (decisive === undefined ? undefined : showing([decisive])) ?? showing(evidence) };
  });
  const x = BOX.left + 10;
  return markup`<g class="group"><rect x="${BOX.left}" y="${top + 2}" width="${BOX.right - BOX.left}" height="${20 + lines.length * LINE}" rx="4"/>
    <text class="caption" x="${x}" y="${top + 16}">${caption}</text>
    ${lines.map((line, index) => {
      const shown = decided.filter((one) => one.line === line).map(({ mark }) => mark);
      const worst = shown.find(isBreach) ?? shown[0];
      const kind = worst && (isBreach(worst) ? 'fails' : 'unsure');
      const text = shortened(line.text, 104);
      return markup`<text${kind && markup` class="${kind}"`} x="${x}" y="${top + 31 + index * LINE}">${worst && `${VERDICT_SIGNS[worst.check.verdict]} `}${text}</text>`;
    })}</g>`;
}
