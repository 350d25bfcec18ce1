/** All that has a name here: what `list` lists and `explain` explains. */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ACTIONS, PRECONDITIONS } from '../../harness/actions/registry.ts';
import { checkFor } from '../../harness/checks/registry.ts';
import { EXTENSIONS } from '../../harness/extensions/installed.ts';
import { NAMES } from '../../harness/play/prepare.ts';
import { PROBES } from '../../harness/probes/registry.ts';
import { loadScenarios } from '../../harness/scenario/load.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import { formatProblem } from '../../harness/target/yaml/problem.ts';
import { type Ledger, loadLedger, type Requirement, ROLES } from '../../scenarios/requirements/ledger.ts';
import { CliProblem } from '../problem.ts';
import { type FaultEntry, faultEntries, type VariantEntry, variantEntries } from './deviations.ts';
import { exportLine, filesIn, firstLine, keyLine, type Place, PROJECT, textOf } from './place.ts';

/** A scenario and where it is written. */
export interface ScenarioEntry {
  readonly id: string;
  readonly scenario: Scenario;
  readonly place: Place;
}

/** A row of the ledger with all that belongs to it. */
export interface RequirementEntry {
  readonly id: string;
  readonly requirement: Requirement;
  /** Completes "The harness expects …"; undefined when no check judges the row. */
  readonly expected: string | undefined;
  /** The line of its check. */
  readonly place: Place | undefined;
  /** What the check reasons with: the functions that it imports for that. */
  readonly reasoning: readonly Place[];
  /** Ids of the scenarios that judge it. */
  readonly scenarios: readonly string[];
  /** What breaks it, on purpose. */
  readonly faults: readonly FaultEntry[];
}

/** Something that a scenario can name. */
export interface NamedEntry {
  readonly id: string;
  /** `given` before step 0, or `do` in a step; `probe` for probes. */
  readonly as: 'given' | 'do' | 'probe';
  /** A sentence without its subject. */
  readonly describe: string;
  readonly place: Place | undefined;
  /** Ids of the scenarios that name it. */
  readonly scenarios: readonly string[];
}

/** A probe also says when it can be put. */
export interface ProbeEntry extends NamedEntry {
  readonly harmless: boolean;
  readonly control: boolean;
}

export interface Catalogue {
  readonly ledger: Ledger;
  readonly scenarios: readonly ScenarioEntry[];
  readonly requirements: readonly RequirementEntry[];
  readonly actions: readonly NamedEntry[];
  readonly probes: readonly ProbeEntry[];
  readonly faults: readonly FaultEntry[];
  readonly variants: readonly VariantEntry[];
}

/** The kinds of things, as `list` names them. */
export const KINDS = ['scenarios', 'requirements', 'actions', 'probes', 'faults', 'variants'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Reads everything that has a name.
 *
 * @param folders - Folders of scenarios; none for the project's own.
 * @throws {CliProblem} with one line `file:line:col …` for each thing that is wrong in a scenario file.
 */
export function readCatalogue(folders: readonly string[] = []): Catalogue {
  const ledger = loadLedger();
  if (EXTENSIONS.problems.length > 0) throw new CliProblem(EXTENSIONS.problems.join('\n'), 2);
  const scenarios = readScenarios(folders, ledger);
  const faults = faultEntries();
  return {
    ledger,
    scenarios,
    requirements: ledger.requirements.map((requirement) => requirementEntry(requirement, scenarios, faults)),
    actions: [...named('given', PRECONDITIONS, scenarios), ...named('do', ACTIONS, scenarios)],
    probes: probeEntries(scenarios),
    faults,
    variants: variantEntries(),
  };
}

function readScenarios(folders: readonly string[], ledger: Ledger): ScenarioEntry[] {
  const own = ROLES.map((role) => `${PROJECT}scenarios/${role}`).filter((folder) => existsSync(folder));
  const read = loadScenarios({ folders: folders.length > 0 ? folders : own, names: NAMES, ledger });
  if (read.problems.length > 0) throw new CliProblem(read.problems.map(formatProblem).join('\n'), 2);
  return read.scenarios.map((scenario) => {
    const { file, line } = scenario.location;
    return { id: scenario.id, scenario, place: { file: relative(PROJECT, resolve(file)).split(sep).join('/'), line } };
  });
}

function requirementEntry(
  requirement: Requirement,
  scenarios: readonly ScenarioEntry[],
  faults: readonly FaultEntry[],
): RequirementEntry {
  const { id } = requirement;
  const judges = ({ scenario }: ScenarioEntry) =>
    scenario.steps.some(({ expect }) => expect.some((one) => one.requirement.id === id));
  const check = checkFor(id);
  // One of the user's own is somewhere else.
  const files = filesIn('harness/checks').filter((file) => file === `harness/checks/${id.toLowerCase()}.ts`);
  const place = check && firstLine(files, exportLine('check'));
  return {
    id,
    requirement,
    expected: check?.expected,
    place,
    reasoning: place === undefined ? [] : reasoningOf(place.file),
    scenarios: scenarios.filter(judges).map((one) => one.id),
    faults: faults.filter(({ breaks, follows }) => [...breaks, ...follows].includes(id)),
  };
}

function reasoningOf(check: string): Place[] {
  const imports = textOf(check).matchAll(/^import \{([^}]*)\} from '\.\/(reasoning\/[\w-]+\.ts)';$/gm);
  return [...imports].flatMap(([, names = '', file]) => {
    const path = `harness/checks/${file}`;
    return names
      .split(',')
      .map((name) => name.trim().split(' ')[0] ?? '')
      .filter((name) => name !== '' && name !== 'type')
      .flatMap((name) => {
        const place = firstLine([path], exportLine(name));
        return place === undefined ? [] : [{ ...place, name }];
      });
  });
}

function named(
  as: 'given' | 'do',
  registry: Readonly<Record<string, { readonly describe: string }>>,
  scenarios: readonly ScenarioEntry[],
): NamedEntry[] {
  const files = filesIn('harness/actions');
  return Object.entries(registry).map(([id, { describe }]) => ({
    id,
    as,
    describe,
    place: firstLine(files, keyLine(id)),
    scenarios: scenarios
      .filter(({ scenario }) =>
        (as === 'given' ? scenario.given : scenario.steps.flatMap((step) => step.do)).includes(id),
      )
      .map((one) => one.id),
  }));
}

function probeEntries(scenarios: readonly ScenarioEntry[]): ProbeEntry[] {
  const files = filesIn('harness/probes');
  return Object.entries(PROBES).map(([id, { describe, harmless, control }]) => {
    const constant = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return {
      id,
      as: 'probe',
      describe,
      harmless,
      control,
      place: firstLine(files, exportLine(constant)) ?? firstLine(files, keyLine(id)),
      scenarios: scenarios
        .filter(({ scenario }) => scenario.steps.some(({ probe }) => probe.includes(id)))
        .map((one) => one.id),
    };
  });
}
