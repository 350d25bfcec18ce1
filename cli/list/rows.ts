/** What `list` tells of each thing: one object, whose members are columns on a screen and members in JSON. */
import type { Catalogue, Kind } from '../catalogue/catalogue.ts';
import { type Place, shown } from '../catalogue/place.ts';

/** Lists are arrays; where something is written is `path:line`, or null where nothing is. */
export type ListRow = Readonly<Record<string, string | number | boolean | null | readonly string[] | object>>;

const at = (place: Place | undefined): string | null => (place === undefined ? null : shown(place));

const ROWS: Readonly<Record<Kind, (catalogue: Catalogue) => ListRow[]>> = {
  scenarios: ({ scenarios }) =>
    scenarios.map(({ id, scenario, place }) => ({
      id,
      underTest: scenario.underTest,
      methods: scenario.methods,
      tls: scenario.tls,
      title: scenario.title,
      requires: scenario.requires,
      requirements: scenario.steps.flatMap(({ expect }) => expect.map(({ requirement }) => requirement.id)),
      place: at(place),
    })),
  requirements: ({ requirements }) =>
    requirements.map(({ id, requirement, scenarios, faults, place }) => ({
      id,
      step: requirement.step,
      level: requirement.level,
      roles: requirement.roles,
      methods: requirement.methods,
      edition: requirement.edition,
      statement: requirement.statement,
      clause: requirement.clause,
      basis: requirement.basis ?? null,
      observed: requirement.observed,
      control: requirement.control,
      why: requirement.why,
      causes: requirement.causes,
      scenarios,
      faults: faults.map((fault) => `${fault.role}/${fault.id}`),
      place: at(place),
    })),
  actions: ({ actions }) =>
    actions.map(({ id, as, describe, scenarios, place }) => ({ id, as, describe, scenarios, place: at(place) })),
  probes: ({ probes }) =>
    probes.map(({ id, harmless, control, describe, scenarios, place }) => ({
      id,
      harmless,
      control,
      describe,
      scenarios,
      place: at(place),
    })),
  faults: ({ faults }) =>
    faults.map(({ role, id, describe, breaks, follows, untold, place }) => ({
      id,
      role,
      describe,
      breaks,
      follows,
      untold,
      place: at(place),
    })),
  variants: ({ variants }) =>
    variants.map(({ role, id, describe, place }) => ({ id, role, describe, place: at(place) })),
};

/** The columns that fit a screen; the rest is in the JSON. */
const COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  scenarios: ['id', 'underTest', 'methods', 'tls', 'title'],
  requirements: ['id', 'level', 'roles', 'statement'],
  actions: ['id', 'as', 'describe'],
  probes: ['id', 'describe'],
  faults: ['role', 'id', 'describe'],
  variants: ['role', 'id', 'describe'],
};

/** Everything of that kind. */
export function rowsOf(kind: Kind, catalogue: Catalogue): ListRow[] {
  return ROWS[kind](catalogue);
}

/** A table without a head, one line a thing: the first word of a line is what `explain` takes, or the role before it. */
export function tableOf(kind: Kind, rows: readonly ListRow[]): string {
  const columns = COLUMNS[kind];
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((_, index) => Math.max(0, ...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) => line.map((text, index) => (index === columns.length - 1 ? text : text.padEnd(widths[index] ?? 0))))
    .map((line) => `${line.join('  ')}\n`)
    .join('');
}

function cell(value: ListRow[string] | undefined): string {
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}
