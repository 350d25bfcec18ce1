import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ledger, loadLedger, ROLES } from '../../scenarios/requirements/ledger.ts';
import { ACTIONS, PRECONDITIONS } from '../actions/registry.ts';
import { baselinePath, loadBaseline } from '../baseline/load.ts';
import { captureFolder } from '../capture/folder.ts';
import type { Baseline } from '../evidence/run-record.ts';
import { EXTENSIONS } from '../extensions/installed.ts';
import { PROBES } from '../probes/registry.ts';
import { loadScenarios } from '../scenario/load.ts';
import { fittedTo, type Scenario } from '../scenario/scenario.ts';
import type { Names } from '../scenario/schema.ts';
import { loadTarget } from '../target/load.ts';
import type { Target } from '../target/target.ts';
import { formatProblem } from '../target/yaml/problem.ts';
import { reportsFolder } from './reports-folder.ts';

/** What a run is made of. */
export interface Prepared {
  readonly target: Target;
  readonly scenarios: readonly Scenario[];
  readonly ledger: Ledger;
  /** The deviations that are known beforehand; undefined when there is no file of them. */
  readonly baseline: Baseline | undefined;
  /** The folder for captures; undefined when none are wanted. */
  readonly captures: string | undefined;
}

/** A run that cannot begin: one line a problem, no stack, since it is about files of the user's. */
export class NotPrepared extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'NotPrepared';
    this.stack = this.message;
  }
}

/** The names that scenario files may use. */
export const NAMES: Names = {
  given: Object.keys(PRECONDITIONS),
  actions: Object.keys(ACTIONS),
  probes: Object.keys(PROBES),
};

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Reads target and scenarios, the same in every process: `CAPIF_TARGET` (default: the built-in reference nodes) and `CAPIF_SCENARIOS` (folders,
 * separated as in PATH; default: the project's own), the known deviations ({@link baselinePath}), and whether captures
 * are wanted ({@link captureFolder}).
 *
 * @throws {NotPrepared} with a line `file:line:col message` for each problem.
 */
export function prepare(env: Readonly<Record<string, string | undefined>> = process.env): Prepared {
  const ledger = loadLedger();
  if (EXTENSIONS.problems.length > 0) throw new NotPrepared(EXTENSIONS.problems);
  const file = env.CAPIF_TARGET || `${PROJECT}targets/reference.yaml`;
  const target = targetFrom(file, env);
  const folders = env.CAPIF_SCENARIOS?.split(delimiter).filter(Boolean) ?? [];
  const { scenarios: written, problems } = loadScenarios({
    folders: folders.length > 0 ? folders : ROLES.map((role) => `${PROJECT}scenarios/${role}`),
    names: NAMES,
    ledger,
  });
  if (problems.length > 0) throw new NotPrepared(problems.map(formatProblem));
  const scenarios = written.map((scenario) => fittedTo(scenario, target.claims));
  const baseline = baselineFrom(env, { target, scenarios, ledger });
  return { target, scenarios, ledger, baseline, captures: capturesFrom(env) };
}

let once: Prepared | undefined;

/**
 * {@link prepare}, read once in a process: its configuration and its tests are about the same files, and reading them takes longer than a
 * scenario.
 *
 * @throws {NotPrepared} as `prepare` does.
 */
export function preparedOnce(): Prepared {
  once ??= prepare();
  return once;
}

function baselineFrom(
  env: Readonly<Record<string, string | undefined>>,
  played: Omit<Prepared, 'baseline' | 'captures'>,
): Baseline | undefined {
  const path = baselinePath(env);
  const baseline = path === undefined ? undefined : loadBaseline(path, played);
  if (Array.isArray(baseline)) throw new NotPrepared(baseline.map(formatProblem));
  return baseline;
}

function capturesFrom(env: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    return captureFolder(env, reportsFolder(env));
  } catch (error) {
    throw new NotPrepared([error instanceof Error ? error.message : String(error)]);
  }
}

function targetFrom(file: string, env: Readonly<Record<string, string | undefined>>): Target {
  try {
    return loadTarget(file, env);
  } catch (error) {
    throw new NotPrepared([error instanceof Error ? error.message : String(error)]);
  }
}
