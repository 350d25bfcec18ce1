/** `report`: tells a finished run again, and makes its pages again. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseRunRecord, type RunRecord } from '../../harness/evidence/run-record.ts';
import { headline } from '../../reports/headline.ts';
import { oneLine } from '../../reports/outcome.ts';
import { paintFor } from '../../reports/paint.ts';
import { conformanceTable } from '../../reports/table.ts';
import { writeEvidence, writeHtml, writeReports } from '../../reports/write.ts';
import { putReportsAside, requireReports } from '../options.ts';
import { CliProblem } from '../problem.ts';
import { REPORT, readReport } from './read.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description('tell a finished run again: the table on the screen, and with --out all pages in another folder')
    .argument('[report]', 'conformance.json of the run; the evidence is looked for beside it', REPORT)
    .option('--out <folder>', 'make conformance.json, summary.md, junit.xml, badge.svg, index.html and evidence there')
    .action(report);
}

async function report(path: string, { out }: { readonly out?: string }): Promise<void> {
  const finished = await readReport(path);
  if (out !== undefined) requireReports('--out', out);
  console.log(conformanceTable(finished, paintFor(process.stdout, process.env)));
  console.log(oneLine(headline(finished)));
  if (out === undefined) return;
  const records = await recordsBeside(path);
  const folder = resolve(out);
  // In its own folder it is only told again; elsewhere, what another run left is not mixed with it.
  if (folder !== dirname(resolve(path))) putReportsAside('--out', folder);
  const files = await writeReports(finished, folder);
  files.push(await writeEvidence(records, folder), await writeHtml(finished, records, folder));
  for (const file of files) console.log(`Written: ${file}`);
}

/** @throws {CliProblem} (exit code 2) for a record that cannot be read; none at all is told by the page itself. */
async function recordsBeside(path: string): Promise<RunRecord[]> {
  const folder = join(dirname(path), 'evidence');
  const names = await readdir(folder).catch(() => []);
  const records = names.filter((name) => name.endsWith('.json')).sort();
  return await Promise.all(
    records.map(async (name) => {
      try {
        return parseRunRecord(await readFile(join(folder, name), 'utf8'), name);
      } catch (error) {
        throw new CliProblem(oneLine(error instanceof Error ? error.message : String(error)), 2);
      }
    }),
  );
}
