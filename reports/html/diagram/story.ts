/** From the record of a scenario to the rows of its sequence diagram: what really happened, in order, at the steps of the clause. */
import type { RunRecord } from '../../../harness/evidence/run-record.ts';
import type { Entry } from '../../../harness/evidence/timeline.ts';
import { STEP_NAMES } from '../../words.ts';
import { arrowsOf } from './arrows.ts';
import { isBackstage, joined, nameOf, preparation, preparedAt, probes } from './backstage.ts';
import { type Lifeline, type Link, linksOf } from './lifelines.ts';
import { type ArrowRow, isOffboarding, lifelineOf, type NoteRow, type Row } from './rows.ts';
import { span } from './time.ts';

export interface Story {
  readonly rows: readonly Row[];
  /** µs: what times are counted from, the first request to offboard; else the first thing after preparation. */
  readonly zero: number;
}

export function storyOf(record: RunRecord): Story {
  const { timeline } = record;
  const prepared = preparedAt(timeline);
  const links = [...linksOf(record).values()].filter((link) => !isBackstage(timeline, link, prepared));
  const arrows = [...arrowsOf(timeline, links, prepared + 1), ...missing(record)];
  const rows = bounded(
    inOrder([
      ...preparation(timeline, prepared),
      ...arrows,
      ...notes(record, links, prepared),
      ...probes(timeline, prepared),
      ...deletions(record, arrows),
    ]),
  );
  const asked = timeline.filter(isOffboarding).map(({ requestAt }) => requestAt);
  const begun = timeline.find(({ seq }) => seq > prepared)?.at ?? timeline[0]?.at ?? 0;
  return { rows, zero: asked.length === 0 ? begun : Math.min(...asked) };
}

/** By time, with one box for all that surrounds two things that happened. */
function inOrder(all: readonly Row[]): Row[] {
  const ordered = all.toSorted((one, other) => one.at - other.at || rank(one) - rank(other));
  const rows: Row[] = [];
  for (const row of ordered) {
    const last = rows.at(-1);
    const both = last?.shape === 'group' && row.shape === 'group' ? joined(last, row) : undefined;
    if (both !== undefined) rows.pop();
    rows.push(both ?? row);
  }
  return rows;
}

/** More rows than this nobody reads, and a browser has trouble with them: half from the beginning, half from the end. */
const MOST_ROWS = 400;

function bounded(rows: readonly Row[]): readonly Row[] {
  const left = rows.length - MOST_ROWS;
  const from = rows[MOST_ROWS / 2];
  if (left <= 0 || from === undefined) return rows;
  const caption = `${left} rows are not drawn`;
  const gap: NoteRow = {
    shape: 'note',
    on: undefined,
    at: from.at,
    seqs: [],
    caption,
    text: 'see the recording',
    alarm: false,
  };
  return [...rows.slice(0, MOST_ROWS / 2), gap, ...rows.slice(-MOST_ROWS / 2)];
}

/** What comes first of things at the same time. */
function rank(row: Row): number {
  if (row.shape !== 'arrow') return row.shape === 'note' ? 3 : 5;
  return { session: 0, refused: 1, request: 1, response: 2, closing: 4, missing: 4 }[row.look];
}

/** An awaited sign that did not come is an arrow too: the one that fails. */
function missing({ timeline, underTest }: RunRecord): ArrowRow[] {
  return timeline.flatMap((entry): ArrowRow[] => {
    if (entry.kind !== 'wait' || entry.seen) return [];
    const expected = awaitedArrow(entry.awaited, underTest);
    if (expected === undefined) return [];
    const { what, ...ends } = expected;
    const text = `nothing within ${entry.boundMs} ms`;
    const seqs = [entry.seq];
    return [
      { shape: 'arrow', look: 'missing', ...ends, connection: undefined, at: entry.at, seqs, caption: what, text },
    ];
  });
}

function awaitedArrow(awaited: string, underTest: RunRecord['underTest']) {
  if (awaited === 'notification') return { from: 'ccf', to: 'aef', step: 7, what: 'no Event notification' } as const;
  if (awaited !== 'tls-closed') return undefined;
  return underTest === 'aef'
    ? ({ from: 'aef', to: 'invoker', step: 9, what: 'no teardown by the AEF' } as const)
    : ({ from: 'ccf', to: 'invoker', step: 6, what: 'no teardown by the CCF' } as const);
}

/** What nodes and hooks did off the wire, waits in silence, and whatever went wrong in the harness. */
function notes({ timeline, underTest }: RunRecord, links: readonly Link[], prepared: number): NoteRow[] {
  const drawn = new Set(links.map(({ connection }) => connection));
  const shown = new Set(
    timeline.filter((entry) => 'connection' in entry && drawn.has(entry.connection)).map(({ seq }) => seq),
  );
  const note = (entry: Entry, on: Lifeline | undefined, caption: string, text: string, alarm = false): NoteRow => {
    const trigger = nameOf(entry) === 'trigger' && !alarm ? { caption: STEP_NAMES[1], text: '' } : { caption, text };
    const step = nameOf(entry) === 'trigger' ? 1 : undefined;
    return { shape: 'note', at: entry.at, seqs: [entry.seq], on, ...trigger, alarm, step };
  };
  return timeline.flatMap((entry): NoteRow[] => {
    if (entry.kind === 'fault') return [note(entry, undefined, 'fault of the harness', entry.message, true)];
    if (entry.kind === 'contract') {
      const whose = entry.ours ? 'a message of the harness' : 'a message of the target';
      return [note(entry, undefined, `${whose} breaks ${entry.schema}`, entry.issues.join('; '), entry.ours)];
    }
    if (entry.seq <= prepared) return [];
    if (entry.kind === 'wait' && entry.awaited === 'quiet')
      return [note(entry, undefined, 'quiet', `listens for ${entry.waitedMs} ms`)];
    if (entry.kind === 'wait' && entry.awaited === 'deletion')
      return [note(entry, undefined, 'waits', 'until deletion must be in effect')];
    if (entry.kind === 'hook') {
      // Recorded when it has ended; what it made the target do comes after its beginning.
      const took = entry.durationMs * 1000;
      const told = note(
        entry,
        lifelineOf('target', underTest),
        `hook ${entry.hook}`,
        entry.ok ? span(took) : entry.detail,
        !entry.ok,
      );
      return [{ ...told, at: entry.at - took }];
    }
    if (entry.kind !== 'action') return [];
    const isDrawn =
      drawn.has(String(entry.facts.connection)) || entry.evidence.some((seq) => shown.has(seq)) || !entry.detail;
    return isDrawn && entry.ok
      ? []
      : [note(entry, lifelineOf(entry.subject, underTest), entry.action, entry.detail, !entry.ok)];
  });
}

/** Steps that happen inside a node, after the message that asks for them. */
const INSIDE = [
  { step: 3, on: 'ccf', after: 2 },
  { step: 5, on: 'invoker', after: 4 },
  { step: 8, on: 'aef', after: 7 },
] as const;

/** A note for each deletion that the scenario judges, placed where the clause has it. */
function deletions({ steps }: RunRecord, arrows: readonly ArrowRow[]): NoteRow[] {
  return INSIDE.flatMap(({ step, on, after }): NoteRow[] => {
    const judged = steps.some((played) => played.step === step && played.checks.length > 0);
    const asked = arrows.find((arrow) => arrow.step === after) ?? arrows.find((arrow) => arrow.step === 2);
    if (!judged || asked === undefined) return [];
    const caption = STEP_NAMES[step] ?? '';
    return [{ shape: 'note', at: asked.at, seqs: [], on, caption, text: '', alarm: false, step }];
  });
}
