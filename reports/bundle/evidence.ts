/** Whether a report and the records beside it belong together. */
import { parseRunRecord, type RunRecord } from '../../harness/evidence/run-record.ts';
import { Conformance } from '../conformance-schema.ts';
import { playName } from '../words.ts';
import type { Files } from './archive.ts';
import { REPORT, textOf } from './manifest.ts';

const RECORD = /^evidence\/.+\.json$/;

/** What is missing, is too much, or is of another run: one sentence each. */
export function evidenceProblems(files: Files): string[] {
  const report = readReport(files);
  if (typeof report === 'string') return [report];
  const problems: string[] = [];
  const recorded = new Map<string, string>();
  for (const [path, bytes] of files) {
    if (!RECORD.test(path)) continue;
    const record = readRecord(path, bytes);
    if (typeof record === 'string') problems.push(record);
    else {
      const name = playName({ id: record.scenario, method: record.method, tls: record.tls });
      const plays = report.scenarios.filter((play) => playName(play) === name);
      recorded.set(name, path);
      if (plays.length === 0) problems.push(`${path} tells of ${name}, which ${REPORT} does not know`);
      else if (!plays.some((play) => play.startedAt === record.startedAt)) {
        problems.push(`${path} is of another run than ${REPORT}`);
      }
    }
  }
  const without = new Set(report.scenarios.map(playName).filter((name) => !recorded.has(name)));
  return [...problems, ...[...without].map((name) => `the evidence of ${name} is missing`)];
}

function readReport(files: Files): Conformance | string {
  try {
    return Conformance.parse(JSON.parse(textOf(files.get(REPORT))));
  } catch {
    return `${REPORT} is no report that this version of the harness can read`;
  }
}

function readRecord(path: string, bytes: Uint8Array): RunRecord | string {
  try {
    return parseRunRecord(textOf(bytes), path);
  } catch {
    return `${path} is no run record that this version of the harness can read`;
  }
}
