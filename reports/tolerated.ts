/** How reports tell of what the harness put up with: deviations that no verdict is about, and without which nothing could have been played. */
import type { RunRecord } from '../harness/evidence/run-record.ts';
import type { Conformance } from './conformance-schema.ts';
import { table } from './markdown.ts';
import { compare } from './requirement-rows.ts';
import { count } from './words.ts';

type Tolerated = NonNullable<Conformance['tolerated']>[number];

/** Every deviation that was put up with, once, with the scenarios in which it was; by id. Undefined when there was none. */
export function toleratedIn(records: readonly RunRecord[]): Tolerated[] | undefined {
  const found = new Map<string, Tolerated>();
  for (const { scenario, timeline } of records) {
    for (const entry of timeline) {
      if (entry.kind !== 'tolerated') continue;
      const { id, dialect, statement, clause } = entry;
      const scenarios = new Set([...(found.get(id)?.scenarios ?? []), scenario]);
      found.set(id, { id, dialect, statement, clause, scenarios: [...scenarios].sort(compare) });
    }
  }
  return found.size === 0 ? undefined : [...found.values()].sort((a, b) => compare(a.id, b.id));
}

/** One line each for the end of a run. */
export function toleratedLines({ tolerated = [] }: Conformance): string[] {
  return tolerated.map(({ id, statement, clause }) => `Tolerated to proceed: ${id}: ${statement} (${clause})`);
}

/** The section of a summary; empty text where nothing was tolerated. */
export function toleratedSection({ tolerated = [] }: Conformance): string {
  if (tolerated.length === 0) return '';
  const rows = tolerated.map(({ id, statement, clause, scenarios }) => [id, statement, clause, `${scenarios.length}`]);
  return [
    `## Tolerated to proceed: ${count(tolerated.length, 'deviation')}`,
    'The target goes against the specification here, and the harness worked round it: otherwise nothing could have been played. No verdict above rests on it, and none is mended by it.',
    table(['deviation', 'what the target does', 'clause', 'scenarios'], rows),
  ].join('\n\n');
}
