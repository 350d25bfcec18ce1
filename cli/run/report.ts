/** The report that a run leaves, for the exit code and for running again what failed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { displayed } from '../../harness/target/yaml/file.ts';
import type { CheckRow, Conformance, Play } from '../../reports/conformance-schema.ts';
import { playName } from '../../reports/words.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { parseReport } from '../report/read.ts';

/** The file of the report in a folder of reports. */
export function reportFile(folder: string): string {
  return join(folder, 'conformance.json');
}

/**
 * Reads it; undefined when there is none.
 *
 * @throws {CliProblem} when what is there is no report.
 */
export function readReport(folder: string): Conformance | undefined {
  const file = reportFile(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new CliProblem(`${displayed(file)} cannot be read (${codeOf(error) ?? 'unknown'})`, 2);
  }
  return parseReport(text, displayed(file));
}

/** Titles of the tests that failed or were not played: what the exit code was not 0 for, warnings aside. */
export function failedTitles({ scenarios, notPlayed, errors }: Conformance): string[] {
  const played = scenarios.filter(failed).map(playName);
  const titles = [...played, ...[...notPlayed, ...errors].map(({ test }) => test).filter((test) => PLAYING.test(test))];
  return [...new Set(titles)];
}

/** The title of a test: what is told of the whole run, or of a shard, can't be played again. */
const PLAYING = / · TLS 1\.[23]$/;

/** A playing fails by a check, or because the harness did. */
function failed({ verdict, steps }: Play): boolean {
  return verdict === 'error' || steps.some(({ checks }) => checks.some(isFailure));
}

function isFailure({ verdict, level, known }: CheckRow): boolean {
  return known === undefined && (verdict === 'fail' || (verdict === 'inconclusive' && level === 'shall'));
}

/** A pattern for Playwright's `--grep` that these titles, and none that only begin alike, match. */
export function grepFor(titles: readonly string[]): string {
  const escaped = titles.map((title) => title.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return `(^| )(${escaped.join('|')})( @|$)`;
}
