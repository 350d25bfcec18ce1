/** Where everything in a diagram stands, in pixels of its own coordinates; what it looks like is for `draw.ts` and `diagram.css`. */
import { LIFELINES, type Lifeline } from './lifelines.ts';
import type { Mark } from './marks.ts';
import type { ArrowRow, Row } from './rows.ts';

export const WIDTH = 1040;
/** x of the lifelines. */
export const X: Readonly<Record<Lifeline, number>> = { invoker: 184, ccf: 470, aef: 756 };
/** x of what stands beside them: times (their right end), step numbers, verdicts. */
export const COLUMN = { time: 68, step: 92, verdicts: 836 } as const;
/** x between which boxes and notes stand. */
export const BOX = { left: 118, right: 822 } as const;
/** Height of the names above the lifelines. */
export const HEAD = 46;
/** Height of one line of a box, of one verdict, and of what a failing check saw. */
export const LINE = 15;

/** A row with its place and the verdicts that belong to it. */
export interface Laid {
  readonly row: Row;
  readonly top: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** The marks of failing checks, whose findings are written under the row. */
  readonly failing: readonly Mark[];
}

/** One TLS session as a bar at each of its ends. */
export interface Bar {
  readonly connection: string;
  readonly label: string;
  /** Whose session it is. */
  readonly of: 'victim' | 'bystander' | 'others';
  readonly ends: readonly [Lifeline, Lifeline];
  /** Sessions that stand at the same time stand side by side. */
  readonly lane: number;
  readonly top: number;
  readonly bottom: number;
  /** Undefined when it was still open at the end of the recording. */
  readonly closing: ArrowRow | undefined;
}

/** Rows from top to bottom. */
export function layOut(rows: readonly Row[], marks: readonly Mark[], isFailing: (mark: Mark) => boolean): Laid[] {
  let top = HEAD + 12;
  return rows.map((row, index) => {
    const own = marks.filter((mark) => mark.row === index);
    const failing = own.filter(isFailing);
    const height = Math.max(heightOf(row), own.length * LINE + 10) + failing.length * LINE;
    const laid = { row, top, height, marks: own, failing };
    top += height + 4;
    return laid;
  });
}

function heightOf(row: Row): number {
  if (row.shape === 'group') return 24 + row.lines.length * LINE;
  if (row.shape === 'note') return 30;
  return row.step === undefined && row.look !== 'missing' ? 27 : 44;
}

/** y of the line of an arrow. */
export function arrowY({ row, top }: Laid): number {
  return top + heightOf(row) - 7;
}

/** The bars of all sessions. `bottom` is where a session ends that stays open. */
export function barsOf(laid: readonly Laid[], bottom: number): Bar[] {
  const bars: Bar[] = [];
  for (const [index, one] of laid.entries()) {
    const { row } = one;
    if (row.shape !== 'arrow' || row.look !== 'session' || row.connection === undefined) continue;
    const end = laid.slice(index).find((later) => endsSession(later.row, row.connection));
    const top = arrowY(one);
    const ends = [row.from, row.to] as const;
    const standing = bars.filter((bar) => bar.bottom > top && isBeside(bar.ends, ends));
    bars.push({
      connection: row.connection,
      label: row.caption,
      of: whose(row),
      ends,
      lane: firstFree(standing.map(({ lane }) => lane)),
      top,
      bottom: end === undefined ? bottom : arrowY(end),
      closing: end?.row.shape === 'arrow' ? end.row : undefined,
    });
  }
  return bars;
}

/** An API invoker under test has no label of ours, and is the victim. */
function whose({ caption, step }: ArrowRow): Bar['of'] {
  if (caption.startsWith('victim') || step === 0) return 'victim';
  return caption.startsWith('bystander') ? 'bystander' : 'others';
}

/** Left edge of the bar at one of its two ends: beside the lifeline, on the side of the other one. */
export function barX(bar: Bar, at: Lifeline): number {
  const offset = 3 + bar.lane * 9;
  return X[at] + (isLeft(at, bar.ends) ? offset : -offset - 6);
}

/** Whether bars of sessions between these ends stand on the same side of a lifeline, whoever opened the sessions. */
function isBeside(one: Bar['ends'], other: Bar['ends']): boolean {
  return one.some((at) => other.includes(at) && isLeft(at, one) === isLeft(at, other));
}

/** Where an arrow begins and ends: at the bars of its session where it has one, else at the lifelines. */
export function reach(row: ArrowRow, bar: Bar | undefined): readonly [number, number] {
  const end = (at: Lifeline) => {
    const left = isLeft(at, [row.from, row.to]);
    if (bar === undefined) return X[at] + (left ? 2 : -2);
    return barX(bar, at) + (left ? 7 : -1);
  };
  return [end(row.from), end(row.to)];
}

function isLeft(at: Lifeline, [one, other]: readonly [Lifeline, Lifeline]): boolean {
  return LIFELINES.indexOf(at) < LIFELINES.indexOf(at === one ? other : one);
}

function endsSession(row: Row, connection: string | undefined): boolean {
  return row.shape === 'arrow' && row.look === 'closing' && row.connection === connection;
}

function firstFree(taken: readonly number[]): number {
  let lane = 0;
  while (taken.includes(lane)) lane += 1;
  return lane;
}
