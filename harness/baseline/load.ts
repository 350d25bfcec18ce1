import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ledger } from '../../scenarios/requirements/ledger.ts';
import type { Baseline, BaselineEntry } from '../evidence/run-record.ts';
import { unmetClaim } from '../scenario/requires.ts';
import { expectationsFor, playingsOf, type Scenario } from '../scenario/scenario.ts';
import type { Target } from '../target/target.ts';
import { displayed, reasonOf } from '../target/yaml/file.ts';
import type { Problem } from '../target/yaml/problem.ts';
import { dotted, schemaProblems } from '../target/yaml/schema-problems.ts';
import { type Breach, placed, readYaml, type YamlSource } from '../target/yaml/source.ts';
import { suggestion } from '../target/yaml/suggest.ts';
import { printable } from '../target/yaml/words.ts';
import { type Playing, speaksOf } from './match.ts';
import { BaselineFile, baselineJsonSchema } from './schema.ts';

/** Name of the file that is looked for beside the target file. */
export const BASELINE_FILE = 'known-deviations.yaml';
/** `CAPIF_BASELINE=none`: play without, also where there is a file beside the target file. */
const NONE = 'none';

/** What a baseline may speak of. */
export interface Played {
  readonly target: Pick<Target, 'role' | 'claims'>;
  readonly scenarios: readonly Scenario[];
  readonly ledger: Ledger;
}

/**
 * The path of the baseline of a run: `CAPIF_BASELINE`, or {@link BASELINE_FILE} beside the file that `CAPIF_TARGET` names; undefined when
 * there is none. The built-in reference has none of its own: what is known of a target beside it says nothing of it.
 */
export function baselinePath(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.CAPIF_BASELINE) return env.CAPIF_BASELINE === NONE ? undefined : env.CAPIF_BASELINE;
  if (!env.CAPIF_TARGET) return undefined;
  const beside = join(dirname(env.CAPIF_TARGET), BASELINE_FILE);
  return existsSync(beside) ? beside : undefined;
}

/** Loads a baseline. Never throws for what a person wrote: answers what is wrong with it, each problem at its place. */
export function loadBaseline(path: string, played: Played): Baseline | Problem[] {
  const file = displayed(path);
  try {
    return parseBaseline(readFileSync(path, 'utf8'), file, played);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `cannot be read (${reasonOf(error)}); CAPIF_BASELINE names a file of known deviations, or is "${NONE}"`;
    return [{ file, line: 0, column: 0, message }];
  }
}

/** Reads the text of a baseline. */
export function parseBaseline(text: string, file: string, played: Played): Baseline | Problem[] {
  const source = readYaml(file, text);
  if (Array.isArray(source)) return source;
  const parsed = BaselineFile.safeParse(source.data);
  if (!parsed.success) return schemaProblems(parsed.error, source, baselineJsonSchema());
  const { deviations } = parsed.data;
  const problems = placed([...unknown(parsed.data, played), ...twice(parsed.data)], source);
  if (problems.length > 0) return problems;
  return { file, entries: deviations.map((deviation, index) => entryOf(deviation, index, source, played)) };
}

function entryOf(
  deviation: BaselineFile['deviations'][number],
  index: number,
  source: YamlSource,
  played: Played,
): BaselineEntry {
  const { line, column } = source.locate(['deviations', index]);
  return { ...deviation, line, column, playings: playingsMeant(deviation, played).length };
}

/** Entries that could never excuse anything: of requirements that there are not, or of playings that this target does not get. */
function unknown({ deviations }: BaselineFile, played: Played): Breach[] {
  const { ledger, scenarios } = played;
  return deviations.flatMap((deviation, index): Breach[] => {
    const { requirement, scenario } = deviation;
    if (ledger.byId(requirement) === undefined) {
      const near = suggestion(
        requirement,
        ledger.requirements.map(({ id }) => id),
      );
      const message = `unknown requirement "${printable(requirement)}"${near}`;
      return [{ path: ['deviations', index, 'requirement'], message }];
    }
    if (playingsMeant(deviation, played).length > 0) return [];
    const path = ['deviations', index, 'scenario'];
    const meant = scenarios.filter((one) => playings(one).some((playing) => isMeant(scenario, playing)));
    const message =
      meant.length > 0
        ? `no playing of ${meant.map(({ id }) => id).join(', ')} judges ${requirement} of this target; remove the entry, or look at the claims`
        : `"${printable(scenario)}" fits no scenario${suggestion(
            scenario.split(' · ')[0] ?? scenario,
            scenarios.map(({ id }) => id),
          )}`;
    return [{ path, message: `${dotted(path)}: ${message}` }];
  });
}

/** Entries that say the same as one before. */
function twice({ deviations }: BaselineFile): Breach[] {
  const seen = new Set<string>();
  return deviations.flatMap(({ requirement, scenario, words }, index): Breach[] => {
    const key = JSON.stringify([requirement, scenario, words]);
    if (seen.has(key)) return [{ path: ['deviations', index], message: 'says the same as an entry before; keep one' }];
    seen.add(key);
    return [];
  });
}

/** The playings of a whole run in which the requirement of an entry is judged and that its pattern means. */
function playingsMeant(entry: { readonly requirement: string; readonly scenario: string }, played: Played): Playing[] {
  const { claims, role } = played.target;
  return played.scenarios
    .filter((scenario) => role === 'reference' || scenario.underTest === role)
    .filter((scenario) => unmetClaim(scenario.requires, claims) === undefined)
    .flatMap((scenario) =>
      playings(scenario)
        .filter(({ method, tls }) => claims.methods.includes(method) && claims.tls.includes(tls))
        .filter(({ method }) =>
          expectationsFor(scenario, method).some(({ requirement }) => requirement.id === entry.requirement),
        ),
    )
    .filter((playing) => speaksOf(entry, entry.requirement, playing));
}

function playings(scenario: Scenario): Playing[] {
  return playingsOf(scenario).map((played) => ({ scenario: scenario.id, ...played }));
}

function isMeant(pattern: string, playing: Playing): boolean {
  return speaksOf({ requirement: '', scenario: pattern }, '', playing);
}
