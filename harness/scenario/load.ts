import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Ledger } from '../../scenarios/requirements/ledger.ts';
import { displayed, reasonOf } from '../target/yaml/file.ts';
import type { Problem } from '../target/yaml/problem.ts';
import { yamlFiles } from './folder.ts';
import { scenarioParser } from './parse.ts';
import type { Scenario } from './scenario.ts';
import type { Names } from './schema.ts';

/** Where scenarios are, and what they may speak of. */
export interface LoadOptions {
  /** Folders, searched by {@link yamlFiles}, or single files. */
  readonly folders: readonly string[];
  readonly names: Names;
  readonly ledger: Ledger;
}

/**
 * Loads every scenario of the given folders, in the order of the folders and, within each, of the paths: the same in
 * every process. A file with a problem gives no scenario. Never throws for what a person wrote: unreadable files, and
 * folders that are missing or hold no scenario, are problems too, since silently playing nothing would look green.
 */
export function loadScenarios({ folders, names, ledger }: LoadOptions): { scenarios: Scenario[]; problems: Problem[] } {
  const parse = scenarioParser(names, ledger);
  const problems: Problem[] = [];
  const byId = new Map<string, Scenario>();
  for (const path of new Set(folders.flatMap((folder) => filesOf(folder, problems)))) {
    const file = displayed(path);
    const text = contentOf(path, problems);
    if (text === undefined) continue;
    const scenario = parse(file, text);
    if (Array.isArray(scenario)) {
      problems.push(...scenario);
      continue;
    }
    const other = byId.get(scenario.id)?.location;
    if (other) {
      const message = `id "${scenario.id}" is taken by ${other.file}:${other.line}:${other.column}; choose another`;
      problems.push({ ...scenario.location, message });
      continue;
    }
    byId.set(scenario.id, scenario);
  }
  return { scenarios: [...byId.values()], problems };
}

/** Absolute paths of the scenario files in a folder. */
function filesOf(folder: string, problems: Problem[]): string[] {
  const whole = (message: string): string[] => {
    problems.push({ file: displayed(folder), line: 0, column: 0, message });
    return [];
  };
  try {
    if (statSync(folder).isFile()) return [resolve(folder)];
    const found = yamlFiles(folder);
    return found.length > 0 ? found : whole('holds no scenario; scenario files end in .yaml');
  } catch (error) {
    return whole(`cannot be read (${reasonOf(error)}); scenarios are looked for in this folder`);
  }
}

function contentOf(path: string, problems: Problem[]): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    problems.push({ file: displayed(path), line: 0, column: 0, message: `cannot be read (${reasonOf(error)})` });
    return undefined;
  }
}
