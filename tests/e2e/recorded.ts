/** Whole runs with everything that they left, so that it can be looked through. */

import type { Conformance } from '../../reports/conformance-schema.ts';
import { expect } from '../support/test.ts';
import type { Checkout, RunResult } from './checkout.ts';
import { attachmentsIn, scan } from './secret-scan.ts';

export interface Recorded extends RunResult {
  /** Every file of the report folder, by its path there. */
  readonly reports: ReadonlyMap<string, string>;
}

/** Playwright's own JSON report is asked for too: the run records, attached to the tests, are nowhere else on disk. */
export async function playAndRead(
  checkout: Checkout,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Recorded> {
  const result = await checkout.play(['--reporter=./reports/reporter.ts,json', ...args], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: 'reports/out/results.json',
    ...env,
  });
  return { ...result, reports: await checkout.reports() };
}

/** The report. @throws {Error} with the run's output when it left none. */
export function reportOf({ conformance, output }: RunResult): Conformance {
  if (conformance === undefined) throw new Error(`the run left no report: ${output}`);
  return conformance;
}

/**
 * Neither output nor reports hold a secret, and there were some to be found.
 *
 * @param kinds - Of which the records must tell by a fingerprint, since secrets of these kinds crossed the wire in this run.
 * @param known - Secrets by name.
 */
export function expectClean(
  { output, reports }: Recorded,
  kinds: readonly string[],
  known: Readonly<Record<string, string>> = {},
): void {
  const finds = [...reports, ['output', output] as const].flatMap(([file, text]) =>
    scan(text, known).map((find) => `${file}: ${find}`),
  );
  expect(finds).toEqual([]);
  const records = attachmentsIn(reports.get('results.json') ?? '').join('\n');
  for (const kind of kinds) expect(records).toContain(`‹${kind}:`);
}
