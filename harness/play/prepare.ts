import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ledger, loadLedger, ROLES } from '../../scenarios/requirements/ledger.ts';
import { ACTIONS, PRECONDITIONS } from '../actions/registry.ts';
import { baselinePath, loadBaseline } from '../baseline/load.ts';
import type { Baseline } from '../evidence/run-record.ts';
import { PROBES } from '../probes/registry.ts';
import { loadScenarios } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Names } from '../scenario/schema.ts';
import { loadTarget } from '../target/load.ts';
import type { Target } from '../target/target.ts';
import { formatProblem } from '../target/yaml/problem.ts';

/** What a run is made of. */
export interface Prepared {
  readonly target: Target;
  readonly scenarios: readonly Scenario[];
  readonly ledger: Ledger;
  /** The deviations that are known beforehand; undefined when there is no file of them. */
  readonly baseline: Baseline | undefined;
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
/** What of the dialects is built; the target schema knows the others by name already. */
const DIALECTS: ReadonlySet<string> = new Set(['ts29222']);

/**
 * Reads target and scenarios, the same in every process: `CAPIF_TARGET` (default: the built-in reference nodes) and `CAPIF_SCENARIOS` (folders,
 * separated as in PATH; default: the project's own), and the known deviations ({@link baselinePath}).
 *
 * @throws {NotPrepared} with a line `file:line:col message` for each problem.
 */
export function prepare(env: Readonly<Record<string, string | undefined>> = process.env): Prepared {
  const ledger = loadLedger();
  const file = env.CAPIF_TARGET || `${PROJECT}targets/reference.yaml`;
  const target = targetFrom(file, env);
  if (!DIALECTS.has(target.dialect)) {
    throw new NotPrepared([
      `${target.file} dialect: "${target.dialect}" is not supported by this version; use ts29222`,
    ]);
  }
  const folders = env.CAPIF_SCENARIOS?.split(delimiter).filter(Boolean) ?? [];
  const { scenarios, problems } = loadScenarios({
    folders: folders.length > 0 ? folders : ROLES.map((role) => `${PROJECT}scenarios/${role}`),
    names: NAMES,
    ledger,
  });
  if (problems.length > 0) throw new NotPrepared(problems.map(formatProblem));
  return { target, scenarios, ledger, baseline: baselineFrom(env, { target, scenarios, ledger }) };
}

function baselineFrom(
  env: Readonly<Record<string, string | undefined>>,
  played: Omit<Prepared, 'baseline'>,
): Baseline | undefined {
  const path = baselinePath(env);
  const baseline = path === undefined ? undefined : loadBaseline(path, played);
  if (Array.isArray(baseline)) throw new NotPrepared(baseline.map(formatProblem));
  return baseline;
}

function targetFrom(file: string, env: Readonly<Record<string, string | undefined>>): Target {
  try {
    return loadTarget(file, env);
  } catch (error) {
    throw new NotPrepared([error instanceof Error ? error.message : String(error)]);
  }
}
