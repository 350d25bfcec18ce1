/** The playings of a report, each with its record and its story, and the names by which a page links to them. */
import type { RunRecord } from '../../harness/evidence/run-record.ts';
import type { CheckRow, Conformance, Play } from '../conformance-schema.ts';
import { type Story, storyOf } from './diagram/story.ts';
import { type PackedEntry, packedEntries } from './evidence.ts';

export interface ShownPlay {
  readonly play: Play;
  /** Undefined when the report speaks of a playing whose record is not at hand. */
  readonly record: RunRecord | undefined;
  readonly story: Story | undefined;
  /** The recording, as far as the page carries it. */
  readonly entries: readonly PackedEntry[];
  /** What its element is called in the page. */
  readonly anchor: string;
  readonly steps: readonly ShownStep[];
}

export interface ShownStep {
  readonly step: number;
  readonly title: string;
  readonly did: readonly string[];
  readonly checks: readonly ShownCheck[];
}

export interface ShownCheck extends CheckRow {
  readonly anchor: string;
}

/** The playings in the order of the report. */
export function shownPlays(report: Conformance, records: readonly RunRecord[]): ShownPlay[] {
  const left = [...records];
  return report.scenarios.map((play, index) => {
    const found = left.findIndex((record) => isOf(record, play));
    const record = found < 0 ? undefined : left.splice(found, 1)[0];
    const anchor = `play-${index + 1}`;
    const taken = new Map<string, number>();
    const steps = play.steps.map((step, place) => ({
      ...step,
      did: record?.steps[place]?.did ?? [],
      checks: step.checks.map((check) => ({ ...check, anchor: unique(`${anchor}-${check.requirement}`, taken) })),
    }));
    const story = record === undefined ? undefined : storyOf(record);
    const entries = record === undefined || story === undefined ? [] : packedEntries(record, story.zero);
    return { play, record, story, entries, anchor, steps };
  });
}

function isOf(record: RunRecord, play: Play): boolean {
  return (
    record.scenario === play.id &&
    record.method === play.method &&
    record.tls === play.tls &&
    record.startedAt === play.startedAt &&
    record.durationMs === play.durationMs
  );
}

/** A scenario may expect a requirement twice. */
function unique(name: string, taken: Map<string, number>): string {
  const times = (taken.get(name) ?? 0) + 1;
  taken.set(name, times);
  return times === 1 ? name : `${name}-${times}`;
}
