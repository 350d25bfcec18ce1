/** Puts finished reports on disk; what is in them is decided elsewhere. */
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunRecord } from '../harness/evidence/run-record.ts';
import { badgeSvg } from './badge.ts';
import type { Conformance } from './conformance-schema.ts';
import { htmlReport } from './html/report.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './summary.ts';

/**
 * Writes `conformance.json`, `summary.md`, `junit.xml` and `badge.svg` into `folder`, which is made if need be.
 *
 * @returns The paths of the files.
 */
export async function writeReports(report: Conformance, folder: string): Promise<string[]> {
  const texts = {
    'conformance.json': `${JSON.stringify(report, null, 2)}\n`,
    'summary.md': summaryMarkdown(report),
    'junit.xml': junitXml(report),
    'badge.svg': badgeSvg(report),
  };
  for (const [name, text] of Object.entries(texts)) await writeWhole(join(folder, name), text);
  return Object.keys(texts).map((name) => join(folder, name));
}

/** Appends the summary to `file`, which a CI system shows on the page of the job. @returns why it could not; undefined when it could. */
export async function appendSummary(report: Conformance, file: string): Promise<string | undefined> {
  try {
    await appendFile(file, summaryMarkdown(report));
    return undefined;
  } catch (error) {
    return `The summary could not be added to ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Writes the record of every played scenario into `folder`/evidence, a file each: what the sequence numbers of a report's `evidence` point into.
 * Of what was played several times the later ones have a number, as in `…-tls1.2-2.json`.
 * Records of an earlier run are removed, lest they be taken for this one's.
 *
 * @returns The folder.
 */
export async function writeEvidence(records: readonly RunRecord[], folder: string): Promise<string> {
  const evidence = join(folder, 'evidence');
  await rm(evidence, { recursive: true, force: true });
  await mkdir(evidence, { recursive: true });
  const times = new Map<string, number>();
  for (const record of records.toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt))) {
    const name = `${record.scenario}-${record.method}-tls${record.tls}`;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    await writeWhole(
      join(evidence, `${name}${time === 1 ? '' : `-${time}`}.json`),
      `${JSON.stringify(record, null, 1)}\n`,
    );
  }
  return evidence;
}

/**
 * Writes the report for people, `index.html`, into `folder`.
 *
 * @returns Its path.
 */
export async function writeHtml(report: Conformance, records: readonly RunRecord[], folder: string): Promise<string> {
  const page = join(folder, 'index.html');
  await writeWhole(page, htmlReport(report, records));
  return page;
}

/** Replaces the file in one step: a reader sees the old content or the new one, never half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
