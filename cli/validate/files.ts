/** Whether files that a person wrote are right, told in their words. */
import { readFileSync, statSync } from 'node:fs';
import { EXTENSIONS } from '../../harness/extensions/installed.ts';
import { NAMES } from '../../harness/play/prepare.ts';
import { yamlFiles } from '../../harness/scenario/folder.ts';
import { loadScenarios } from '../../harness/scenario/load.ts';
import { loadTarget, TargetProblem } from '../../harness/target/load.ts';
import { displayed, reasonOf } from '../../harness/target/yaml/file.ts';
import { formatProblem, type Problem } from '../../harness/target/yaml/problem.ts';
import { readYaml } from '../../harness/target/yaml/source.ts';
import { loadLedger } from '../../scenarios/requirements/ledger.ts';

/** What was found: a line for each file that is right, and one `file:line:col …` for each thing that is wrong. */
export interface Validation {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

type FileKind = 'target' | 'scenarios' | readonly Problem[];

/** Top-level keys that only the one or the other has. */
const SCENARIO_KEYS = ['under-test', 'steps', 'given'];
const TARGET_KEYS = ['role', 'endpoints', 'dialect', 'trust', 'claims', 'hooks', 'timing'];

/**
 * Validates scenario files, target files and folders of both. Scenarios of all of them together: an id may be taken only once.
 *
 * @param env - Fills the placeholders of target files.
 */
export function validate(paths: readonly string[], env: Readonly<Record<string, string | undefined>>): Validation {
  const kinds = paths.flatMap(filesAt).map(({ path, found }) => ({ path, kind: found ?? kindOf(path) }));
  const ledger = loadLedger();
  // Not before: rows of the user's own are looked at when the ledger is asked for.
  const wrong = [...EXTENSIONS.problems];
  wrong.push(...kinds.flatMap(({ kind }) => (typeof kind === 'string' ? [] : kind.map(formatProblem))));
  const right: string[] = [];
  for (const { path } of kinds.filter(({ kind }) => kind === 'target')) {
    try {
      const { name, role } = loadTarget(path, env);
      right.push(`${displayed(path)}: target "${name}", role ${role}`);
    } catch (error) {
      if (!(error instanceof TargetProblem)) throw error;
      wrong.push(...error.problems.map(formatProblem));
    }
  }
  const folders = kinds.filter(({ kind }) => kind === 'scenarios').map(({ path }) => path);
  if (folders.length === 0) return { right, wrong };
  const { scenarios, problems } = loadScenarios({ folders, names: NAMES, ledger });
  const told = scenarios.map(({ id, location }) => `${location.file}: scenario "${id}"`);
  return { right: [...right, ...told], wrong: [...wrong, ...problems.map(formatProblem)] };
}

/** The file itself, or the YAML files in a folder; `found` where there is something wrong with the path. */
function filesAt(path: string): { readonly path: string; readonly found?: readonly Problem[] }[] {
  const wrong = (message: string) => [{ path, found: [{ file: displayed(path), line: 0, column: 0, message }] }];
  try {
    if (!statSync(path).isDirectory()) return [{ path }];
    const files = yamlFiles(path).map((file) => ({ path: file }));
    return files.length > 0 ? files : wrong('holds no scenario and no target file; both end in .yaml');
  } catch (error) {
    return wrong(`cannot be read (${reasonOf(error)})`);
  }
}

/** What the file is meant to be, told by its keys, since both are YAML and either may lie anywhere. */
function kindOf(path: string): FileKind {
  const file = displayed(path);
  try {
    const source = readYaml(file, readFileSync(path, 'utf8'));
    if (Array.isArray(source)) return source;
    const has = (keys: readonly string[]) => keys.filter((key) => source.has([key])).length;
    const [scenario, target] = [has(SCENARIO_KEYS), has(TARGET_KEYS)];
    if (scenario !== target) return scenario > target ? 'scenarios' : 'target';
    const message = 'is neither a scenario (under-test, steps) nor a target file (role, endpoints)';
    return [{ file, line: 0, column: 0, message }];
  } catch (error) {
    return [{ file, line: 0, column: 0, message: `cannot be read (${reasonOf(error)})` }];
  }
}
