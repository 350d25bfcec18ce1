import { delimiter, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Act } from '../actions/registry.ts';
import type { Check } from '../checks/check.ts';
import type { Probe } from '../probes/probe.ts';
import { displayed } from '../target/yaml/file.ts';
import { type Definition, isDefinition, type OwnRequirement } from './define.ts';

/** What the user's modules define, by name. */
export interface Extensions {
  readonly given: Readonly<Record<string, Act>>;
  readonly actions: Readonly<Record<string, Act>>;
  readonly probes: Readonly<Record<string, Probe>>;
  readonly checks: readonly Check[];
  /** Rows for the ledger; not yet looked at. */
  readonly requirements: readonly OwnRequirement[];
  /** What is wrong, one line each. Whoever plays or lists must say so; what is found wrong later is added. */
  readonly problems: string[];
}

/**
 * Loads the modules that `CAPIF_EXTENSIONS` names: files, from the working directory, separated as in PATH. Everything that they export and
 * that a `define…` function returned counts, also in arrays.
 *
 * Never throws: what cannot be loaded is a problem.
 */
export async function loadExtensions(env: Readonly<Record<string, string | undefined>>): Promise<Extensions> {
  const problems: string[] = [];
  const found: { readonly file: string; readonly definition: Definition }[] = [];
  for (const path of (env.CAPIF_EXTENSIONS ?? '').split(delimiter).filter(Boolean)) {
    const file = displayed(path);
    const definitions = await definitionsIn(path).catch((error: unknown) => {
      problems.push(`${file}: cannot be loaded as an extension: ${firstLine(error)}`);
      return undefined;
    });
    if (definitions?.length === 0) {
      problems.push(`${file}: defines nothing; export what defineAction, defineProbe or defineCheck returns`);
    }
    found.push(...(definitions ?? []).map((definition) => ({ file, definition })));
  }
  return { ...byName(found, problems), problems };
}

async function definitionsIn(path: string): Promise<Definition[]> {
  const module: unknown = await import(pathToFileURL(resolve(path)).href);
  const exported = typeof module === 'object' && module !== null ? Object.values(module).flat() : [];
  // A default export may be there by its name, too.
  return [...new Set(exported.filter(isDefinition))];
}

function byName(
  found: readonly { readonly file: string; readonly definition: Definition }[],
  problems: string[],
): Omit<Extensions, 'problems'> {
  const given: Record<string, Act> = {};
  const actions: Record<string, Act> = {};
  const probes: Record<string, Probe> = {};
  const checks: Check[] = [];
  const requirements: OwnRequirement[] = [];
  const free = (file: string, table: object, kind: string, name: string): boolean => {
    if (!Object.hasOwn(table, name)) return true;
    problems.push(`${file}: the ${kind} ${JSON.stringify(name)} is defined twice`);
    return false;
  };
  for (const { file, definition } of found) {
    if (definition.defines === 'action') {
      const table = definition.what.as === 'given' ? given : actions;
      if (free(file, table, 'action', definition.what.name)) table[definition.what.name] = definition.what;
    } else if (definition.defines === 'probe') {
      if (free(file, probes, 'probe', definition.what.name)) probes[definition.what.name] = definition.what;
    } else {
      const { requirement, expected } = definition.what;
      // Called as a method of what the user wrote, which may hold more than a function.
      checks.push({ requirement: requirement.id, expected, judge: (context) => definition.what.judge(context) });
      requirements.push(requirement);
    }
  }
  return { given, actions, probes, checks, requirements };
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
