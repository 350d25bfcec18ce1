import { readFile } from 'node:fs/promises';
import { Conformance } from '../../reports/conformance-schema.ts';
import { CliProblem, codeOf } from '../problem.ts';

/** Where a run leaves its report, from the working directory. */
export const REPORT = 'reports/out/conformance.json';

/**
 * Reads a `conformance.json`, of this version of the harness or an earlier one.
 *
 * @throws {CliProblem} (exit code 2) when there is none at `path`.
 */
export async function readReport(path: string): Promise<Conformance> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliProblem(
      `${path} cannot be read (${codeOf(error) ?? 'unreadable'}); play first, or name a conformance.json`,
      2,
    );
  });
  return parseReport(text, path);
}

/** Reads the text of a `conformance.json`. @throws {CliProblem} (exit code 2) when it is none. */
export function parseReport(text: string, path: string): Conformance {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CliProblem(`${path} is not JSON; name a conformance.json`, 2);
  }
  const report = Conformance.safeParse(json);
  if (report.success) return report.data;
  const [issue] = report.error.issues;
  throw new CliProblem(
    `${path} is no conformance.json of this harness: ${issue?.path.join('.')}: ${issue?.message}`,
    2,
  );
}
