/** What surrounds the procedure and must not drown it: preparation, probes, looks into a storage. */
import type { Entry, Timeline } from '../../../harness/evidence/timeline.ts';
import type { Link } from './lifelines.ts';
import { type GroupRow, isOffboarding, type Line } from './rows.ts';

/** Actions and hooks by which preconditions are met. */
const PREPARING: ReadonlySet<string> = new Set([
  'subscribe',
  'onboard',
  'provide',
  'secure',
  'token',
  'provide-token',
  'initiate-authentication',
  'invoke',
  'start',
  'reset',
]);

/**
 * The sequence number at which preparation is over: the last precondition or positive control, 0 where there is none.
 * What comes after the trigger or the first request to offboard is never preparation; where neither came, only controls are, for then
 * it may be the preparation itself that somebody has to look at.
 */
export function preparedAt(timeline: Timeline): number {
  const begun = timeline.find((entry) => nameOf(entry) === 'trigger' || isOffboarding(entry));
  const last = timeline.findLast(
    (entry) =>
      entry.step === 0 &&
      (begun === undefined ? isControl(entry) : entry.seq < begun.seq && (isControl(entry) || isPreparing(entry))),
  );
  return last?.seq ?? 0;
}

function isControl(entry: Entry): boolean {
  return (entry.kind === 'probe' || entry.kind === 'residue') && entry.phase === 'control';
}

function isPreparing(entry: Entry): boolean {
  return PREPARING.has(nameOf(entry) ?? '');
}

/** The name of an action or hook. */
export function nameOf(entry: Entry): string | undefined {
  return entry.kind === 'action' ? entry.action : entry.kind === 'hook' ? entry.hook : undefined;
}

/** Whether a connection is told of by a box instead of being drawn: it began and ended in preparation, or was a probe's own. */
export function isBackstage(timeline: Timeline, { connection }: Link, prepared: number): boolean {
  const own = timeline.filter((entry) => 'connection' in entry && entry.connection === connection);
  const opened = own[0]?.seq ?? 0;
  const ended = own.find(({ kind }) => kind === 'end' || kind === 'connect-failed')?.seq ?? Infinity;
  if (opened <= prepared && ended <= prepared) return true;
  const probed = new Set(timeline.flatMap((entry) => (entry.kind === 'probe' ? entry.evidence : [])));
  const said = own.filter(({ kind }) => kind === 'exchange');
  const whole = own.some(({ seq, kind }) => kind !== 'connection' && probed.has(seq));
  return opened > prepared && probed.has(opened) && whole && said.every(({ seq }) => probed.has(seq));
}

/** One box for all that was prepared; none where nothing was. */
export function preparation(timeline: Timeline, prepared: number): GroupRow[] {
  const entries = timeline.filter(({ seq }) => seq <= prepared);
  const [first] = entries;
  if (first === undefined) return [];
  const bySubject = new Map<string, Line>();
  const lines: Line[] = [];
  for (const entry of entries) {
    if (!isPreparing(entry) || (entry.kind !== 'action' && entry.kind !== 'hook')) continue;
    const who = entry.kind === 'action' ? entry.subject : 'hooks';
    const seqs = entry.kind === 'action' ? [entry.seq, ...entry.evidence] : [entry.seq];
    if (!entry.ok) {
      lines.push({ text: `${who}: ${nameOf(entry)} did not succeed: ${entry.detail}`, seqs });
      continue;
    }
    const before = bySubject.get(who);
    const text = before === undefined ? `${who}: ${nameOf(entry)}` : `${before.text}, ${nameOf(entry)}`;
    bySubject.set(who, { text, seqs: [...(before?.seqs ?? []), ...seqs] });
  }
  const controls = entries.filter((entry) => entry.kind === 'probe');
  const odd = controls.filter(({ outcome }) => outcome !== 'accepted');
  const looks = entries.filter((entry) => entry.kind === 'residue');
  const seqs = entries.map(({ seq }) => seq);
  const tally = (text: string, of: readonly Entry[]): Line[] =>
    of.length === 0 ? [] : [{ text, seqs: of.map(({ seq }) => seq) }];
  return [
    {
      shape: 'group',
      about: 'preparation',
      at: first.at,
      seqs,
      caption: 'preparation and positive controls',
      text: '',
      lines: [
        ...bySubject.values(),
        ...lines,
        ...tally(`positive controls: ${controls.length - odd.length} of ${controls.length} accepted`, controls),
        ...odd.map(lineOf),
        ...tally(`looks into the storage: ${looks.length}`, looks),
      ],
    },
  ];
}

/** A box of one line for each probe and look after preparation; neighbours of one phase are joined by {@link joined}. */
export function probes(timeline: Timeline, prepared: number): GroupRow[] {
  return timeline.flatMap((entry): GroupRow[] => {
    if ((entry.kind !== 'probe' && entry.kind !== 'residue') || entry.seq <= prepared) return [];
    const line = lineOf(entry);
    const caption = CAPTIONS[entry.phase] ?? entry.phase;
    return [{ shape: 'group', about: 'probes', at: entry.at, seqs: line.seqs, caption, text: '', lines: [line] }];
  });
}

const CAPTIONS: Readonly<Record<string, string>> = {
  control: 'positive controls',
  'at-answer': 'probes the moment the answer arrived',
  settled: 'probes when deletion must be in effect',
};

/** Two boxes as one, when they tell of the same. */
export function joined(one: GroupRow, other: GroupRow): GroupRow | undefined {
  if (one.about !== other.about || one.caption !== other.caption) return undefined;
  return { ...one, seqs: [...one.seqs, ...other.seqs], lines: [...one.lines, ...other.lines] };
}

function lineOf(entry: Entry): Line {
  if (entry.kind === 'probe') {
    const outcome = entry.outcome.replace('-', ' ');
    return {
      text: `${entry.probe} (${entry.subject}) ${outcome}: ${entry.seen}`,
      seqs: [entry.seq, ...entry.evidence],
    };
  }
  if (entry.kind !== 'residue') return { text: entry.kind, seqs: [entry.seq] };
  const { credential, places, scanned } = entry;
  const where = places.map(({ place, offset, encoding }) => `${place}:${offset} (${encoding})`).join(', ');
  return {
    text: `${credential} in storage: ${where || `nowhere (places read: ${scanned})`}`,
    seqs: [entry.seq],
  };
}
